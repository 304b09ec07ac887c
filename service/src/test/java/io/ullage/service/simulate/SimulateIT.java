package io.ullage.service.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.codec.MalformedMessageException;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.telemetry.Report;
import io.ullage.schema.topic.Topic;
import io.ullage.service.cli.CommandRun;
import io.ullage.service.kafka.EmbeddedKafka;
import io.ullage.service.output.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ullage simulate} against a real broker: what arrives is what the fleet told. */
@Tag("kafka")
class SimulateIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void everythingArrives(@TempDir Path directory)
            throws IOException, InterruptedException, ExecutionException, MalformedMessageException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            makeTopics(kafka.bootstrapServers());
            CommandRun run = CommandRun.of(
                    "simulate",
                    "--volumes",
                    "30",
                    "--days",
                    "1",
                    "--seed",
                    "5",
                    "--step",
                    "6h",
                    "--end",
                    RecordedTelemetry.END.toString(),
                    "--bootstrap",
                    kafka.bootstrapServers());
            assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);

            RecordedTelemetry told = RecordedTelemetry.of(RecordedTelemetry.plan(30, 1, 5, 6));
            assertThat(run.out())
                    .startsWith(told.reports.size() + " reports to ullage.reports, " + told.inventories.size()
                            + " to ullage.inventory and " + told.sketches.size() + " to ullage.sketches, ");
            Set<Report> arrived = new HashSet<>();
            TelemetryCodec codec = new TelemetryCodec();
            for (byte[] message : read(kafka.bootstrapServers(), Topic.REPORTS, told.reports.size())) {
                arrived.add(codec.decodeReport(message).report());
            }
            assertThat(arrived).isEqualTo(new HashSet<>(told.reports));
            Set<ContentSketch> sketches = new HashSet<>();
            for (byte[] message : read(kafka.bootstrapServers(), Topic.SKETCHES, told.sketches.size())) {
                sketches.add(codec.decodeSketch(message));
            }
            assertThat(sketches).isNotEmpty().isEqualTo(new HashSet<>(told.sketches));
        }
    }

    private static void makeTopics(String bootstrap) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(
                            new NewTopic(Topic.REPORTS.topicName(), 2, (short) 1),
                            new NewTopic(Topic.INVENTORY.topicName(), 1, (short) 1),
                            new NewTopic(Topic.SKETCHES.topicName(), 2, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static List<byte[]> read(String bootstrap, Topic topic, int expected) {
        List<byte[]> messages = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (messages.size() < expected && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(200))) {
                    messages.add(message.value());
                }
            }
        }
        return messages;
    }
}
