package io.ullage.service.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.agent.content.DomainKey;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.topic.Topic;
import io.ullage.service.process.Eventually;
import io.ullage.service.process.LoopbackPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sketches from an agent that is killed while it scans and while it sends, to a broker that comes late. */
@Tag("kafka")
class SketchDeliveryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int CHUNK_BYTES = 512;
    private static final int LARGE_BYTES = 24 << 20;
    private static final int SMALL_BYTES = 1 << 20;

    @TempDir
    Path directory;

    private final TelemetryCodec codec = new TelemetryCodec();
    /** By volume and epoch, then by part. */
    private final Map<String, Map<Integer, ContentSketch>> arrived = new HashMap<>();

    @Test
    void everyPartArrivesThroughKillsAndAnAbsentBroker() throws Exception {
        Path images = Files.createDirectory(directory.resolve("images")).toRealPath();
        image(images.resolve("a-small.raw"), SMALL_BYTES);
        image(images.resolve("b-large.raw"), LARGE_BYTES);
        DomainKey.create(ScanningAgent.keyFile(directory));
        int port = LoopbackPort.orFree(0);
        Process agent = start(images, port, "4MiB");
        try {
            Eventually.await("half a scan", PATIENCE, () -> growingBytes() > LARGE_BYTES / CHUNK_BYTES * 11 / 2);
            agent.destroyForcibly().waitFor();
            Instant killed = Instant.now();
            agent = start(images, port, "1GiB");
            try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("broker"), port)) {
                Topics.create(kafka.bootstrapServers(), (short) 1);
                try (KafkaConsumer<String, byte[]> consumer = consumer(kafka)) {
                    consumer.subscribe(List.of(Topic.SKETCHES.topicName()));
                    Eventually.await("the first part", PATIENCE, () -> poll(consumer) > 0);
                    agent.destroyForcibly().waitFor();
                    agent = start(images, port, "1GiB");
                    Eventually.await("all parts", PATIENCE, () -> {
                        poll(consumer);
                        return wholeChunks("a-small.raw") == SMALL_BYTES / CHUNK_BYTES
                                && wholeChunks("b-large.raw") == LARGE_BYTES / CHUNK_BYTES;
                    });
                }
            }
            // what was half scanned when the kill came was not begun again
            assertThat(epochs("b-large.raw")).hasSize(1).allMatch(epoch -> epoch.isBefore(killed));
            assertThat(epochs("a-small.raw")).hasSize(1);
        } finally {
            agent.destroyForcibly().waitFor();
        }
    }

    private static void image(Path file, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        Files.write(file, content);
    }

    /** Chunks in the fingerprints of an epoch of which all parts have come; 0 if there is none. */
    private long wholeChunks(String name) {
        return arrived.values().stream()
                .filter(parts -> parts.values().iterator().next().volumeId().endsWith("/" + name))
                .filter(parts ->
                        parts.size() == parts.values().iterator().next().parts())
                .mapToLong(parts -> parts.values().stream()
                        .flatMap(part -> part.fingerprints().stream())
                        .mapToLong(ContentSketch.Fingerprint::references)
                        .sum())
                .max()
                .orElse(0);
    }

    private Set<Instant> epochs(String name) {
        return arrived.values().stream()
                .flatMap(parts -> parts.values().stream())
                .filter(part -> part.volumeId().endsWith("/" + name))
                .map(ContentSketch::epoch)
                .collect(Collectors.toSet());
    }

    /** Of the scan that is not finished. */
    private long growingBytes() throws IOException {
        Path scans = directory.resolve("state/content-scans");
        if (!Files.isDirectory(scans)) {
            return 0;
        }
        long bytes = 0;
        try (Stream<Path> files = Files.list(scans)) {
            for (Path file : files.toList()) {
                bytes += file.toString().endsWith(".growing") ? Files.size(file) : 0;
            }
        }
        return bytes;
    }

    private Process start(Path images, int brokerPort, String rate) throws Exception {
        return ScanningAgent.start(
                directory,
                images,
                "127.0.0.1:" + brokerPort,
                "rate: " + rate + ", chunkBytes: " + CHUNK_BYTES + ", k: 0");
    }

    private static KafkaConsumer<String, byte[]> consumer(EmbeddedKafka kafka) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", kafka.bootstrapServers(),
                        "group.id", "test",
                        "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Reads what there is; returns how many parts have come. A part that comes twice is the same. */
    private int poll(KafkaConsumer<String, byte[]> consumer) throws Exception {
        for (ConsumerRecord<String, byte[]> one : consumer.poll(Duration.ofMillis(200))) {
            ContentSketch part = codec.decodeSketch(one.value());
            assertThat(one.key()).isEqualTo(part.volumeId());
            ContentSketch before = arrived.computeIfAbsent(
                            part.volumeId() + " " + part.epoch(), epoch -> new TreeMap<>())
                    .put(part.part(), part);
            assertThat(before == null || before.equals(part)).isTrue();
        }
        return arrived.values().stream().mapToInt(Map::size).sum();
    }
}
