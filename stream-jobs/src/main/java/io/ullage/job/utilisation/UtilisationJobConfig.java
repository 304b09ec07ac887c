package io.ullage.job.utilisation;

import io.ullage.job.clickhouse.ClickHouseSettings;
import io.ullage.schema.topic.Topic;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything that wiring the utilisation job needs to know.
 *
 * @param startupOffset where a job without a checkpoint begins to read reports: {@code earliest}, {@code latest} or {@code committed}
 * @param checkpointDirectory as a URI; absent where the cluster's own setting stands
 * @param stateBackend {@code rocksdb} or {@code hashmap}
 */
public record UtilisationJobConfig(
        String bootstrapServers,
        String reportsTopic,
        String inventoryTopic,
        String deadLetterTopic,
        String consumerGroup,
        String startupOffset,
        ClickHouseSettings clickHouse,
        UtilisationSettings settings,
        Duration checkpointInterval,
        @Nullable String checkpointDirectory,
        String stateBackend,
        int parallelism) {

    /** Every key with its default; an empty one must be given or stays absent. */
    private static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

    static {
        DEFAULTS.put("bootstrap-servers", "127.0.0.1:9092");
        DEFAULTS.put("reports-topic", Topic.REPORTS.topicName());
        DEFAULTS.put("inventory-topic", Topic.INVENTORY.topicName());
        DEFAULTS.put("dead-letter-topic", Topic.DEAD_LETTER.topicName());
        DEFAULTS.put("consumer-group", UtilisationJob.NAME);
        DEFAULTS.put("startup-offset", "earliest");
        DEFAULTS.put("clickhouse-endpoint", "http://127.0.0.1:8123");
        DEFAULTS.put("clickhouse-database", "ullage");
        DEFAULTS.put("clickhouse-user", "default");
        DEFAULTS.put("clickhouse-password-file", "");
        DEFAULTS.put("clickhouse-retry-for", "PT1M");
        DEFAULTS.put("interval", UtilisationSettings.DEFAULTS.interval().toString());
        DEFAULTS.put("guest-carried-intervals", Integer.toString(UtilisationSettings.DEFAULTS.guestCarriedIntervals()));
        DEFAULTS.put("close-delay", UtilisationSettings.DEFAULTS.closeDelay().toString());
        DEFAULTS.put(
                "rewrite-delay", UtilisationSettings.DEFAULTS.rewriteDelay().toString());
        DEFAULTS.put(
                "state-retention", UtilisationSettings.DEFAULTS.stateRetention().toString());
        DEFAULTS.put(
                "reports-remembered",
                UtilisationSettings.DEFAULTS.reportsRemembered().toString());
        DEFAULTS.put("checkpoint-interval", "PT10S");
        DEFAULTS.put("checkpoint-directory", "");
        DEFAULTS.put("state-backend", "rocksdb");
        DEFAULTS.put("parallelism", "1");
    }

    /**
     * From {@code --key value} pairs. Durations are ISO 8601, such as {@code PT60S}.
     *
     * @throws IllegalArgumentException naming every wrong key and value at once
     */
    public static UtilisationJobConfig of(String... args) {
        Parser parser = new Parser(args);
        String passwordFile = parser.text("clickhouse-password-file");
        String checkpointDirectory = parser.text("checkpoint-directory");
        ClickHouseSettings clickHouse = ClickHouseSettings.of(
                        parser.text("clickhouse-endpoint"),
                        parser.text("clickhouse-database"),
                        parser.text("clickhouse-user"),
                        passwordFile.isEmpty() ? null : passwordFile)
                .retrying(parser.duration("clickhouse-retry-for"));
        Duration interval = parser.duration("interval");
        int carried = parser.number("guest-carried-intervals", 0, 1000);
        Duration closeDelay = parser.duration("close-delay");
        Duration rewriteDelay = parser.duration("rewrite-delay");
        Duration stateRetention = parser.duration("state-retention");
        Duration remembered = parser.duration("reports-remembered");
        Duration checkpointInterval = parser.duration("checkpoint-interval");
        String stateBackend = parser.oneOf("state-backend", List.of("rocksdb", "hashmap"));
        String startupOffset = parser.oneOf("startup-offset", List.of("earliest", "latest", "committed"));
        int parallelism = parser.number("parallelism", 1, 4096);
        parser.complain();
        return new UtilisationJobConfig(
                parser.text("bootstrap-servers"),
                parser.text("reports-topic"),
                parser.text("inventory-topic"),
                parser.text("dead-letter-topic"),
                parser.text("consumer-group"),
                startupOffset,
                clickHouse,
                new UtilisationSettings(interval, carried, closeDelay, rewriteDelay, stateRetention, remembered),
                checkpointInterval,
                checkpointDirectory.isEmpty() ? null : checkpointDirectory,
                stateBackend,
                parallelism);
    }

    /** One line per key with its default, for {@code --help}. */
    public static String usage() {
        StringBuilder usage = new StringBuilder();
        DEFAULTS.forEach((key, value) -> usage.append("  --%-26s %s%n".formatted(key, value)));
        return usage.toString();
    }

    /** Gathers what is wrong, so that all of it is told at once. */
    private static final class Parser {
        private final Map<String, String> values = new LinkedHashMap<>(DEFAULTS);
        private final List<String> problems = new ArrayList<>();

        Parser(String... args) {
            for (int i = 0; i < args.length; i += 2) {
                String key = args[i].startsWith("--") ? args[i].substring(2) : "";
                if (!DEFAULTS.containsKey(key)) {
                    problems.add(args[i] + ": is none of " + new TreeSet<>(DEFAULTS.keySet()));
                } else if (i + 1 == args.length) {
                    problems.add(args[i] + ": needs a value");
                } else {
                    values.put(key, args[i + 1]);
                }
            }
        }

        String text(String key) {
            return values.get(key);
        }

        String oneOf(String key, List<String> allowed) {
            String value = values.get(key);
            if (!allowed.contains(value)) {
                problems.add("--" + key + ": must be one of " + allowed + ", was " + value);
            }
            return value;
        }

        Duration duration(String key) {
            String value = values.get(key);
            try {
                Duration duration = Duration.parse(value);
                if (duration.toMillis() > 0) {
                    return duration;
                }
                problems.add("--" + key + ": must be positive, was " + value);
            } catch (DateTimeParseException | ArithmeticException e) {
                problems.add("--" + key + ": must be an ISO 8601 duration such as PT60S, was " + value);
            }
            return Duration.parse(DEFAULTS.get(key));
        }

        int number(String key, int low, int high) {
            String value = values.get(key);
            try {
                int number = Integer.parseInt(value);
                if (number >= low && number <= high) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Told below, like a number out of bounds.
            }
            problems.add("--" + key + ": must be a number from " + low + " to " + high + ", was " + value);
            return low;
        }

        void complain() {
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join(System.lineSeparator(), problems));
            }
        }
    }
}
