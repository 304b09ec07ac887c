package io.ullage.service.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.codec.DeadLetter;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.codec.WireFormat;
import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.AgentRole;
import io.ullage.schema.telemetry.Attachment;
import io.ullage.schema.telemetry.Inventory;
import io.ullage.schema.telemetry.Provisioning;
import io.ullage.schema.telemetry.Report;
import io.ullage.schema.telemetry.VolumeReading;
import io.ullage.schema.telemetry.VolumeUse;
import io.ullage.schema.topic.Topic;
import io.ullage.service.clickhouse.ClickHouseExtension;
import io.ullage.service.kafka.EmbeddedKafka;
import io.ullage.service.kafka.KafkaExtension;
import io.ullage.service.process.Eventually;
import io.ullage.service.store.SqlRows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whose a machine is, between a real broker and a real ClickHouse. */
@Tag("kafka")
@Tag("flink")
@Tag("clickhouse")
@ExtendWith(KafkaExtension.class)
class InventoryJobIT {
    private static final Duration WAIT = Duration.ofSeconds(90);
    private static final String STANDING =
            "SELECT machine_id, since, source, machine_name, platform, tenant, cost_centre,"
                    + " toString(powered_on), toString(tags) FROM inventory FINAL WHERE NOT startsWith(machine_id, 'marker') ORDER BY machine_id, since";

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    @TempDir
    Path directory;

    private final TelemetryCodec codec = new TelemetryCodec();
    private final String topic = "reports-" + UUID.randomUUID();
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(3));
    private EmbeddedKafka kafka;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void connect(EmbeddedKafka broker) throws Exception {
        kafka = broker;
        RunningJob.createTopics(kafka, topic, 1, Topic.REPORTS.settings());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void disconnect() {
        producer.close();
    }

    @Test
    void volumesGetTheOwnerOfTheirMachineAndMessagesCountOnce() throws Exception {
        List<List<String>> once;
        try (RunningJob job = startJob()) {
            send(topic, "host", codec.encode(report()));
            ownership();
            marker("marker-1");
            awaitVolumes(2);
            assertThat(rows("SELECT volume_id, machine_name, tenant, cost_centre FROM volume_owned ORDER BY volume_id"))
                    .containsExactly(
                            List.of("vol-1", "web-1", "acme", "4712"), List.of("vol-2", "null", "null", "null"));
            assertThat(rows("SELECT tenant, tags['env'], toString(powered_on), count() FROM inventory FINAL"
                            + " WHERE machine_id = 'machine-1' GROUP BY ALL ORDER BY tenant"))
                    .containsExactly(List.of("acme", "prod", "true", "1"), List.of("before", "prod", "true", "1"));
            once = rows(STANDING);
        }
        assertThat(once).hasSize(3);

        // A job that has forgotten everything reads the topic again, and the sender says everything again.
        ownership();
        marker("marker-2");
        try (RunningJob job = startJob()) {
            awaitMarker("marker-2");
            assertThat(rows(STANDING)).isEqualTo(once);
            assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        }
    }

    @Test
    void badMessagesAreKeptAndDeletionsAreGotOver() throws Exception {
        Inventory good = inventory("machine-1", start, "web-1", "acme", "4711");
        String json = new String(codec.encode(good, WireFormat.JSON), StandardCharsets.UTF_8);
        String inventoryTopic = RunningJob.inventory(topic);
        try (RunningJob job = startJob()) {
            send(inventoryTopic, "machine-1", "{\"version\":1,".getBytes(StandardCharsets.UTF_8));
            send(
                    inventoryTopic,
                    "machine-1",
                    json.replace("\"version\":1", "\"version\":7").getBytes(StandardCharsets.UTF_8));
            send(inventoryTopic, "machine-1", null);
            send(
                    inventoryTopic,
                    "machine-1",
                    codec.encode(inventory("machine-1", Instant.now().plus(Duration.ofDays(400)), "x", "y", "z")));
            marker("marker-1");
            awaitMarker("marker-1");

            assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
            assertThat(rows(STANDING)).isEmpty();
            List<DeadLetter> letters = deadLetters(3);
            assertThat(letters).extracting(DeadLetter::topic).containsOnly(inventoryTopic);
            assertThat(letters).extracting(DeadLetter::offset).containsOnly(0L, 1L, 3L);
            assertThat(letters)
                    .extracting(DeadLetter::reason)
                    .anyMatch(reason -> reason.equals("version: must be 1, was 7"))
                    .anyMatch(reason -> reason.startsWith("since: must not be later than 1 day"));
        }
    }

    /** One machine changes hands, and the change is corrected; another has no owner. */
    private void ownership() throws Exception {
        String inventoryTopic = RunningJob.inventory(topic);
        List<Inventory> messages = List.of(
                inventory("machine-1", start.minusSeconds(600), "web-1", "before", "1"),
                inventory("machine-1", start, "web-1", "acme", "4711"),
                inventory("machine-1", start, "web-1", "acme", "4712"),
                new Inventory(1, "test", "machine-3", "db-1", null, null, null, null, start, Map.of()));
        for (Inventory message : messages) {
            send(inventoryTopic, message.machineId(), codec.encode(message));
        }
        send(inventoryTopic, "machine-1", null);
    }

    private static Inventory inventory(String machineId, Instant since, String name, String tenant, String costCentre) {
        return new Inventory(
                1,
                "test",
                machineId,
                name,
                "kvm",
                tenant,
                costCentre,
                true,
                since,
                Map.of("env", "prod", "app", "shop"));
    }

    private Report report() {
        AgentIdentity host = new AgentIdentity("host", AgentRole.HOST, "h1", "h1", null, "test");
        return Report.whole(host, 1, start, List.of(volume("vol-1", "machine-1"), volume("vol-2", "machine-2")));
    }

    private static VolumeReading volume(String id, String machineId) {
        return new VolumeReading(
                "test",
                id,
                id,
                "raw",
                Provisioning.THIN,
                VolumeUse.DISK,
                "pool",
                "/images/" + id,
                new Attachment(machineId, id, null, null),
                null,
                1L << 35,
                1L << 30,
                1L << 30,
                null,
                null,
                null,
                null,
                null,
                4096L,
                true,
                null,
                List.of());
    }

    private RunningJob startJob() throws Exception {
        return RunningJob.start(
                kafka,
                topic,
                clickHouse.server().endpoint(),
                clickHouse.connection(),
                directory.resolve("checkpoints"),
                null);
    }

    private void marker(String machineId) throws Exception {
        send(
                RunningJob.inventory(topic),
                machineId,
                codec.encode(new Inventory(
                        1, "test", machineId, "what came before is read", null, null, null, null, start, Map.of())));
    }

    private void send(String to, String key, byte @Nullable [] message) throws Exception {
        producer.send(new ProducerRecord<>(to, key.getBytes(StandardCharsets.UTF_8), message))
                .get(WAIT.toSeconds(), TimeUnit.SECONDS);
    }

    private void awaitVolumes(int volumes) throws Exception {
        awaitMarker("marker-1");
        Eventually.await(
                volumes + " volumes",
                WAIT,
                () -> rows("SELECT 1 FROM volume_owned").size() == volumes);
    }

    private void awaitMarker(String machineId) throws Exception {
        Eventually.await(machineId, WAIT, () -> !rows("SELECT 1 FROM inventory WHERE machine_id = '" + machineId + "'")
                .isEmpty());
    }

    private List<DeadLetter> deadLetters(int expected) throws Exception {
        List<DeadLetter> letters = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(RunningJob.deadLetters(topic), 0)));
            Eventually.await(expected + " dead letters", WAIT, () -> {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    letters.add(codec.decodeDeadLetter(record.value()));
                }
                return letters.size() >= expected;
            });
        }
        return letters;
    }

    private List<List<String>> rows(String sql) throws SQLException {
        return SqlRows.of(clickHouse.connection(), sql);
    }
}
