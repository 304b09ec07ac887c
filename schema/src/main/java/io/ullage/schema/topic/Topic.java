package io.ullage.schema.topic;

import io.ullage.schema.codec.TelemetryCodec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A topic with what it carries and how it is kept.
 *
 * <p>Every topic stamps records on arrival ({@code LogAppendTime}): agents send spooled reports hours late, and retention by the time
 * that a sender claims would delete them as they come in. Compression stays as the producer chose it, so that the broker never recompresses.
 */
public enum Topic {
    /** {@link io.ullage.schema.telemetry.Report}, keyed by agent id: the reports of one agent stay in order. */
    REPORTS("ullage.reports", "agent.id", 8, Duration.ofDays(7), TelemetryCodec.MAX_MESSAGE_BYTES),
    /** {@link io.ullage.schema.telemetry.ContentSketch}, keyed by volume id. */
    SKETCHES("ullage.sketches", "volumeId", 8, Duration.ofDays(7), TelemetryCodec.MAX_MESSAGE_BYTES),
    /** {@link io.ullage.schema.telemetry.Inventory}, keyed by machine id: the newest stands, an empty value deletes. */
    INVENTORY("ullage.inventory", "machineId", 1, null, 64 << 10),
    /** {@link io.ullage.schema.codec.DeadLetter} as JSON, without a key. */
    DEAD_LETTER("ullage.deadletter", null, 1, Duration.ofDays(14), 1 << 20),
    /** {@link io.ullage.schema.alert.Alert} as JSON, as it begins, changes and ends, keyed by its fingerprint. */
    ALERTS("ullage.alerts", "fingerprint", 1, Duration.ofDays(30), 256 << 10),
    /** Alert rules as YAML, keyed by the name of the document: the newest stands, an empty value removes its rules. */
    RULES("ullage.rules", "document", 1, null, 512 << 10),
    /** {@link io.ullage.schema.forecast.Forecast} as JSON, keyed by the pool or tenant. */
    FORECASTS("ullage.forecasts", "entityId", 1, Duration.ofDays(7), 64 << 10);

    /** What the record batch adds around a message; the limit of a topic counts it. */
    private static final int BATCH_OVERHEAD_BYTES = 4 << 10;

    private final String topicName;
    private final @Nullable String key;
    private final int partitions;
    private final @Nullable Duration retention;
    private final int maxMessageBytes;

    Topic(String topicName, @Nullable String key, int partitions, @Nullable Duration retention, int maxMessageBytes) {
        this.topicName = topicName;
        this.key = key;
        this.partitions = partitions;
        this.retention = retention;
        this.maxMessageBytes = maxMessageBytes;
    }

    /** The name on the broker, such as {@code ullage.reports}. */
    public String topicName() {
        return topicName;
    }

    /** The field whose value is the record key, in UTF-8; empty where records have none. */
    public Optional<String> key() {
        return Optional.ofNullable(key);
    }

    /** Partitions to create it with. More may be added later: readers keep no state that hangs on the number. */
    public int partitions() {
        return partitions;
    }

    /** How long records are kept; empty for a compacted topic, which keeps the newest per key. */
    public Optional<Duration> retention() {
        return Optional.ofNullable(retention);
    }

    public boolean compacted() {
        return retention == null;
    }

    /** Largest message value, in bytes, before compression. */
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    /** Topic configuration by its Kafka names, sorted. */
    public Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("cleanup.policy", compacted() ? "compact" : "delete");
        settings.put("retention.ms", retention == null ? "-1" : Long.toString(retention.toMillis()));
        settings.put("max.message.bytes", Integer.toString(maxMessageBytes + BATCH_OVERHEAD_BYTES));
        settings.put("compression.type", "producer");
        settings.put("message.timestamp.type", "LogAppendTime");
        return settings;
    }

    /** The topic of that name on the broker. */
    public static Optional<Topic> named(String topicName) {
        return Arrays.stream(values())
                .filter(topic -> topic.topicName.equals(topicName))
                .findFirst();
    }
}
