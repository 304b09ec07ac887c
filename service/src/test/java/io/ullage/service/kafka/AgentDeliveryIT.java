package io.ullage.service.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.agent.AgentMain;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.telemetry.Report;
import io.ullage.schema.topic.Topic;
import io.ullage.service.process.Eventually;
import io.ullage.service.process.LoopbackPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent as a process of its own, against a real broker that comes late, and through kill -9. */
@Tag("kafka")
class AgentDeliveryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Those of docs/agent.md. */
    private static final List<String> JVM_FLAGS = List.of(
            "-Xmx24m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=16m",
            "-Xss256k",
            "-XX:-UsePerfData");

    @TempDir
    Path directory;

    private final TelemetryCodec codec = new TelemetryCodec();
    private final List<Long> arrived = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();
    private final Set<Integer> partitions = new HashSet<>();

    @Test
    void everyCycleArrivesInOrderThroughAnAbsentBrokerAndAKill() throws Exception {
        int port = LoopbackPort.orFree(0);
        Process agent = startAgent(port);
        try {
            Eventually.await("cycles without a broker", PATIENCE, () -> nextSequence() >= 5);
            try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("broker"), port)) {
                Topics.create(kafka.bootstrapServers(), (short) 1);
                try (KafkaConsumer<String, byte[]> consumer = consumer(kafka)) {
                    consumer.subscribe(List.of(Topic.REPORTS.topicName()));
                    Eventually.await("the spooled cycles", PATIENCE, () -> poll(consumer) >= 4);

                    agent.destroyForcibly().waitFor();
                    long atKill = nextSequence();
                    agent = startAgent(port);
                    Eventually.await("cycles after the kill", PATIENCE, () -> poll(consumer) >= atKill + 3);
                    assertThat(residentMib(agent))
                            .as("resident MiB of the agent")
                            .isBetween(20L, 160L);

                    agent.destroy();
                    assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
                    long next = nextSequence();
                    Eventually.await("the last cycle", PATIENCE, () -> poll(consumer) >= next - 1 - 1);
                }
            }
        } finally {
            agent.destroyForcibly().waitFor();
        }
        Set<Long> missing = new TreeSet<>();
        for (long sequence = 0;
                sequence <= arrived.stream().mapToLong(Long::longValue).max().orElseThrow();
                sequence++) {
            if (!arrived.contains(sequence)) {
                missing.add(sequence);
            }
        }
        // a cycle that was being read when the kill came has used its number and was never promised
        assertThat(missing).hasSizeLessThanOrEqualTo(1);
        assertThat(arrived.stream().distinct().toList()).isSorted();
        assertThat(keys).hasSize(1).allMatch(key -> key.endsWith("/guest"));
        assertThat(partitions).hasSize(1);
    }

    private Process startAgent(int brokerPort) throws Exception {
        Path config = directory.resolve("agent.yaml");
        Files.writeString(config, """
                stateDirectory: %s
                interval: 300ms
                jitter: 0s
                kafka: {bootstrapServers: ["127.0.0.1:%d"]}
                metrics: {enabled: false}
                """.formatted(directory.resolve("state"), brokerPort));
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(JVM_FLAGS);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                AgentMain.class.getName(),
                "--config",
                config.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("agent.log").toFile()))
                .start();
    }

    private long nextSequence() throws Exception {
        Path file = directory.resolve("state/sequence-guest");
        return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
    }

    private static long residentMib(Process process) throws Exception {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow()
                / 1024;
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

    /** Reads what there is and returns the highest sequence number so far. */
    private long poll(KafkaConsumer<String, byte[]> consumer) throws Exception {
        for (ConsumerRecord<String, byte[]> one : consumer.poll(Duration.ofMillis(200))) {
            Report report = codec.decodeReport(one.value()).report();
            assertThat(report.readings()).isNotEmpty();
            arrived.add(report.sequence());
            keys.add(one.key());
            partitions.add(one.partition());
        }
        return arrived.stream().mapToLong(Long::longValue).max().orElse(-1);
    }
}
