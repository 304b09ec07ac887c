package io.ullage.service.node;

import io.ullage.schema.topic.Topic;
import io.ullage.service.store.StoreConnection;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What flows through a node. Absent where Kafka or ClickHouse did not answer.
 *
 * @param reports messages on the topic of reports that are still kept
 * @param lag of those, not yet in a checkpoint of the job
 * @param deadLetters messages on the dead-letter topic that are still kept
 * @param readingsPerSecond over the last minute
 * @param ledgerRows stored, with those that a newer revision replaces
 * @param volumes with a ledger in the last quarter of an hour
 * @param pools with a row in the last quarter of an hour
 * @param lastLedger start of the newest interval that has a ledger
 */
record Flow(
        @Nullable Long reports,
        @Nullable Long lag,
        @Nullable Long deadLetters,
        @Nullable Double readingsPerSecond,
        @Nullable Long ledgerRows,
        @Nullable Long volumes,
        @Nullable Long pools,
        @Nullable Instant lastLedger,
        List<String> problems) {
    Flow {
        problems = List.copyOf(problems);
    }

    Flow with(List<String> allProblems) {
        return new Flow(
                reports, lag, deadLetters, readingsPerSecond, ledgerRows, volumes, pools, lastLedger, allProblems);
    }

    /** Reads the flow of one node, again and again over the same connections. */
    static final class Meter implements AutoCloseable {
        private static final int TIMEOUT_SECONDS = 5;
        private static final String CONSUMER_GROUP = "ullage-utilisation";
        private static final String STORE_SQL = "SELECT * FROM store_flow";

        private final Admin admin;
        private final StoreConnection store;
        private @Nullable Connection connection;

        Meter(NodeFile node) {
            this.admin = Admin.create(Map.of(
                    AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                    node.kafkaBootstrapServers(),
                    AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                    TIMEOUT_SECONDS * 1000,
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                    TIMEOUT_SECONDS * 1000));
            this.store = new StoreConnection(
                    node.clickHouseUrl(),
                    node.reader().user(),
                    Path.of(node.reader().passwordFile()));
        }

        Flow read() throws InterruptedException {
            List<String> problems = new ArrayList<>();
            Long reports = null;
            Long lag = null;
            Long deadLetters = null;
            try {
                Map<TopicPartition, Long> ends = offsets(Topic.REPORTS, OffsetSpec.latest());
                reports = sum(ends) - sum(offsets(Topic.REPORTS, OffsetSpec.earliest()));
                lag = lag(ends);
                deadLetters = sum(offsets(Topic.DEAD_LETTER, OffsetSpec.latest()))
                        - sum(offsets(Topic.DEAD_LETTER, OffsetSpec.earliest()));
            } catch (ExecutionException | TimeoutException failure) {
                problems.add("Kafka: " + text(failure));
            }
            try {
                return stored(reports, lag, deadLetters, problems);
            } catch (SQLException failure) {
                disconnect();
                problems.add("ClickHouse: " + text(failure));
                return new Flow(reports, lag, deadLetters, null, null, null, null, null, problems);
            }
        }

        private Flow stored(
                @Nullable Long reports, @Nullable Long lag, @Nullable Long deadLetters, List<String> problems)
                throws SQLException {
            try (Statement statement = connected().createStatement()) {
                statement.setQueryTimeout(TIMEOUT_SECONDS);
                try (ResultSet row = statement.executeQuery(STORE_SQL)) {
                    row.next();
                    Timestamp last = row.getTimestamp("last_ledger");
                    return new Flow(
                            reports,
                            lag,
                            deadLetters,
                            row.getDouble("readings_per_second"),
                            row.getLong("ledger_rows"),
                            row.getLong("volumes"),
                            row.getLong("pools"),
                            last == null ? null : last.toInstant(),
                            problems);
                }
            }
        }

        private Connection connected() throws SQLException {
            Connection open = connection;
            if (open == null) {
                open = store.open();
                connection = open;
            }
            return open;
        }

        private void disconnect() {
            try {
                if (connection != null) {
                    connection.close();
                }
            } catch (SQLException alreadyBroken) {
                // The next reading opens another.
            }
            connection = null;
        }

        private @Nullable Long lag(Map<TopicPartition, Long> ends)
                throws ExecutionException, InterruptedException, TimeoutException {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(CONSUMER_GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (committed.isEmpty()) {
                return null;
            }
            long lag = 0;
            for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                OffsetAndMetadata seen = committed.get(end.getKey());
                lag += end.getValue() - (seen == null ? 0 : seen.offset());
            }
            return lag;
        }

        private Map<TopicPartition, Long> offsets(Topic topic, OffsetSpec spec)
                throws ExecutionException, InterruptedException, TimeoutException {
            Map<TopicPartition, OffsetSpec> wanted = IntStream.range(0, topic.partitions())
                    .mapToObj(partition -> new TopicPartition(topic.topicName(), partition))
                    .collect(Collectors.toMap(partition -> partition, partition -> spec));
            Map<TopicPartition, ListOffsetsResultInfo> found =
                    admin.listOffsets(wanted).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return found.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                    .offset()));
        }

        private static long sum(Map<TopicPartition, Long> offsets) {
            return offsets.values().stream().mapToLong(Long::longValue).sum();
        }

        private static String text(Exception failure) {
            Throwable cause =
                    failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
            return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        }

        @Override
        public void close() {
            disconnect();
            admin.close(Duration.ofSeconds(1));
        }
    }
}
