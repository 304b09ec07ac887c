package io.ullage.agent;

import io.ullage.agent.content.Dedup;
import io.ullage.agent.image.ImageSearch;
import io.ullage.schema.telemetry.AgentRole;
import io.ullage.schema.topic.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that an agent can be told. {@link #problems} says what is wrong with it, everything at once.
 *
 * @param roles from which sides it looks; an agent of its own per role
 * @param stateDirectory for the spool and the sequence numbers; best not on what is measured
 * @param interval from one cycle to the next
 * @param jitter most that a cycle starts late, new every time
 * @param collectorTimeout of one collector in one cycle
 * @param kafka absent: reports stay in the spool
 * @param dedup absent: no content is read
 */
public record AgentConfig(
        Set<AgentRole> roles,
        Path stateDirectory,
        Duration interval,
        Duration jitter,
        Duration collectorTimeout,
        ImageSearch images,
        @Nullable Kafka kafka,
        Spool spool,
        Metrics metrics,
        @Nullable Dedup dedup) {

    /**
     * Where reports go.
     *
     * @param compression {@code zstd}, {@code lz4}, {@code gzip} or {@code none}
     * @param propertiesFile more settings of the producer, such as TLS and SASL: secrets stand in a file, not in arguments
     */
    public record Kafka(
            List<String> bootstrapServers,
            String topic,
            String compression,
            @Nullable Path propertiesFile) {
        public static final List<String> COMPRESSIONS = List.of("zstd", "lz4", "gzip", "none");

        public Kafka {
            bootstrapServers = List.copyOf(bootstrapServers);
        }

        public static Kafka at(List<String> bootstrapServers) {
            return new Kafka(bootstrapServers, Topic.REPORTS.topicName(), "zstd", null);
        }
    }

    /** What is kept while Kafka is away; beyond either bound the oldest is dropped and counted. */
    public record Spool(long maxBytes, Duration maxAge) {
        public static final Spool STANDARD = new Spool(256L << 20, Duration.ofDays(7));
    }

    /**
     * The agent's own counters for Prometheus.
     *
     * @param listen address; the loopback by default
     * @param port 0 for any free one
     */
    public record Metrics(boolean enabled, String listen, int port) {
        public static final Metrics OFF = new Metrics(false, "127.0.0.1", 0);
        public static final Metrics STANDARD = new Metrics(true, "127.0.0.1", 9469);
    }

    /** A value that breaks a rule, such as {@code interval: must be at least 1s, was 0s}. */
    public record Problem(String field, String rule, String value) {
        @Override
        public String toString() {
            return field + ": " + rule + ", was " + value;
        }
    }

    static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
    static final long SMALLEST_SPOOL_BYTES = 1L << 20;

    public AgentConfig {
        roles = roles.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(roles));
    }

    /** A guest agent that looks every minute and has nowhere to send to. */
    public static AgentConfig standard(Path stateDirectory) {
        return new AgentConfig(
                Set.of(AgentRole.GUEST),
                stateDirectory,
                Duration.ofMinutes(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                ImageSearch.NONE,
                null,
                Spool.STANDARD,
                Metrics.STANDARD,
                null);
    }

    /**
     * Reads YAML.
     *
     * @throws InvalidConfigException with every problem of the file
     */
    public static AgentConfig read(Path file) throws IOException, InvalidConfigException {
        return AgentConfigReader.read(file);
    }

    public AgentConfig withRoles(Set<AgentRole> newRoles) {
        return new AgentConfig(
                newRoles, stateDirectory, interval, jitter, collectorTimeout, images, kafka, spool, metrics, dedup);
    }

    public AgentConfig withTimes(Duration newInterval, Duration newJitter, Duration newCollectorTimeout) {
        return new AgentConfig(
                roles,
                stateDirectory,
                newInterval,
                newJitter,
                newCollectorTimeout,
                images,
                kafka,
                spool,
                metrics,
                dedup);
    }

    public AgentConfig withImages(ImageSearch newImages) {
        return new AgentConfig(
                roles, stateDirectory, interval, jitter, collectorTimeout, newImages, kafka, spool, metrics, dedup);
    }

    public AgentConfig withKafka(Kafka newKafka) {
        return new AgentConfig(
                roles, stateDirectory, interval, jitter, collectorTimeout, images, newKafka, spool, metrics, dedup);
    }

    public AgentConfig withSpool(Spool newSpool) {
        return new AgentConfig(
                roles, stateDirectory, interval, jitter, collectorTimeout, images, kafka, newSpool, metrics, dedup);
    }

    public AgentConfig withMetrics(Metrics newMetrics) {
        return new AgentConfig(
                roles, stateDirectory, interval, jitter, collectorTimeout, images, kafka, spool, newMetrics, dedup);
    }

    public AgentConfig withDedup(Dedup newDedup) {
        return new AgentConfig(
                roles, stateDirectory, interval, jitter, collectorTimeout, images, kafka, spool, metrics, newDedup);
    }

    /** All broken rules; empty if there is none. */
    public List<Problem> problems() {
        Rules rules = new Rules();
        rules.check(!roles.isEmpty(), "roles", "must name guest, host or both", roles);
        rules.check(
                interval.compareTo(SHORTEST_INTERVAL) >= 0,
                "interval",
                "must be at least " + SHORTEST_INTERVAL.toMillis() + "ms",
                interval.toMillis() + "ms");
        rules.check(
                !jitter.isNegative() && jitter.compareTo(interval) < 0,
                "jitter",
                "must be less than the interval",
                jitter.toMillis() + "ms");
        rules.check(
                collectorTimeout.toMillis() > 0,
                "collectorTimeout",
                "must be positive",
                collectorTimeout.toMillis() + "ms");
        rules.check(
                !roles.contains(AgentRole.HOST) || !images.paths().isEmpty(),
                "images.paths",
                "must name a directory or file for the host role",
                images.paths());
        rules.check(images.maxDepth() > 0, "images.maxDepth", "must be positive", images.maxDepth());
        rules.check(images.maxFiles() > 0, "images.maxFiles", "must be positive", images.maxFiles());
        new TreeMap<>(images.attachments())
                .keySet()
                .forEach(path ->
                        rules.check(path.isAbsolute(), "images.attachments.path", "must be an absolute path", path));
        if (kafka != null) {
            rules.check(
                    !kafka.bootstrapServers().isEmpty(),
                    "kafka.bootstrapServers",
                    "must name at least one host:port",
                    kafka.bootstrapServers());
            kafka.bootstrapServers()
                    .forEach(server -> rules.check(
                            server.matches(".+:\\d{1,5}"), "kafka.bootstrapServers", "must be host:port", server));
            rules.check(
                    Kafka.COMPRESSIONS.contains(kafka.compression()),
                    "kafka.compression",
                    "must be one of " + Kafka.COMPRESSIONS,
                    kafka.compression());
            rules.check(!kafka.topic().isBlank(), "kafka.topic", "must not be empty", kafka.topic());
        }
        rules.check(
                spool.maxBytes() >= SMALLEST_SPOOL_BYTES,
                "spool.maxBytes",
                "must be at least " + SMALLEST_SPOOL_BYTES,
                spool.maxBytes());
        rules.check(spool.maxAge().toMillis() > 0, "spool.maxAge", "must be positive", spool.maxAge());
        rules.check(
                metrics.port() >= 0 && metrics.port() <= 0xffff,
                "metrics.port",
                "must be from 0 to 65535",
                metrics.port());
        if (dedup != null) {
            DedupRules.check(dedup, roles, rules::check);
        }
        return rules.problems;
    }

    /** @throws InvalidConfigException with every problem, if there is one */
    AgentConfig checked() throws InvalidConfigException {
        List<Problem> problems = problems();
        if (!problems.isEmpty()) {
            throw new InvalidConfigException("agent configuration", problems);
        }
        return this;
    }

    private static final class Rules {
        private final List<Problem> problems = new ArrayList<>();

        void check(boolean holds, String field, String rule, Object value) {
            if (!holds) {
                problems.add(new Problem(field, rule, String.valueOf(value)));
            }
        }
    }
}
