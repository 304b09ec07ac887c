package io.ullage.service.delivery;

import io.ullage.schema.alert.Alert;
import io.ullage.schema.codec.MalformedMessageException;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.service.delivery.Progress.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic of alerts as one target reads it: from its beginning at each start, because what a target knows follows from all that was told
 * it; from the target's progress on, what is still to be told. Partitions are taken without a group's membership: there is nobody to share
 * them with, and a process that was killed is not waited for.
 */
final class AlertLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlertLog.class);
    private static final String GROUP_PREFIX = "ullage.delivery.";
    private static final Duration WAIT = Duration.ofSeconds(30);

    private final String target;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Progress> progress = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private final Map<TopicPartition, Long> endAtOpen;
    private final TelemetryCodec codec = new TelemetryCodec();

    /** @param arrived when the broker took it */
    record Entry(TopicPartition partition, long offset, Alert alert, Instant arrived, Place place) {}

    private AlertLog(String target, KafkaConsumer<byte[], byte[]> consumer, String topic) {
        this.target = target;
        this.consumer = consumer;
        Set<TopicPartition> partitions = consumer.partitionsFor(topic, WAIT).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .collect(Collectors.toSet());
        if (partitions.isEmpty()) {
            throw new UnknownTopicOrPartitionException("the topic " + topic + " is not there");
        }
        consumer.assign(partitions);
        endAtOpen = consumer.endOffsets(partitions, WAIT);
        Map<TopicPartition, OffsetAndMetadata> kept = consumer.committed(partitions, WAIT);
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata at = kept.get(partition);
            if (at == null) {
                progress.put(partition, Progress.beginning(endAtOpen.getOrDefault(partition, 0L)));
            } else {
                progress.put(partition, Progress.of(at.offset(), at.metadata()));
                committed.put(partition, at);
            }
        }
        consumer.seekToBeginning(partitions);
        // A target that is new is so once: what comes while nobody reads is told.
        commit();
    }

    /** @param kafka settings of the client, with the brokers */
    static AlertLog open(String target, Map<String, String> kafka, String topic) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("group.id", GROUP_PREFIX + target);
        settings.put("client.id", GROUP_PREFIX + target);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        settings.put("allow.auto.create.topics", false);
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        boolean opened = false;
        try {
            AlertLog log = new AlertLog(target, consumer, topic);
            opened = true;
            return log;
        } finally {
            if (!opened) {
                consumer.close();
            }
        }
    }

    /** What comes next, in the order of each partition; empty where nothing comes within the time. */
    List<Entry> read(Duration within) {
        List<Entry> entries = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(within)) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            Place place = progressOf(partition).read(record.offset());
            try {
                Alert alert = codec.decodeAlert(record.value() == null ? new byte[0] : record.value());
                entries.add(
                        new Entry(partition, record.offset(), alert, Instant.ofEpochMilli(record.timestamp()), place));
            } catch (MalformedMessageException e) {
                LOG.warn("{}: the message at offset {} is no alert: {}", partition, record.offset(), e.getMessage());
                progressOf(partition).handled(record.offset());
            }
        }
        return entries;
    }

    /** Whether all was read that was there when this began. */
    boolean caughtUp() {
        return endAtOpen.entrySet().stream().allMatch(end -> consumer.position(end.getKey(), WAIT) >= end.getValue());
    }

    /** Notes that it is about to be sent; {@link #commit} keeps that. */
    void sending(Entry entry) {
        progressOf(entry.partition()).sending(entry.offset());
    }

    void handled(Entry entry) {
        progressOf(entry.partition()).handled(entry.offset());
    }

    /** Keeps the progress on the broker, if it is another than the one that is kept. */
    void commit() {
        Map<TopicPartition, OffsetAndMetadata> changed = new HashMap<>();
        progress.forEach((partition, at) -> {
            OffsetAndMetadata now = new OffsetAndMetadata(at.offset(), at.metadata());
            if (!now.equals(committed.get(partition))) {
                changed.put(partition, now);
            }
        });
        if (!changed.isEmpty()) {
            consumer.commitSync(changed, WAIT);
            committed.putAll(changed);
        }
    }

    private Progress progressOf(TopicPartition partition) {
        Progress of = progress.get(partition);
        if (of == null) {
            throw new IllegalStateException(target + " does not read " + partition);
        }
        return of;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
