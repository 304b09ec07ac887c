package io.ullage.service.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.topic.Topic;
import io.ullage.service.cli.CommandRun;
import io.ullage.service.clickhouse.ClickHouseExtension;
import io.ullage.service.dedup.SketchedDisks;
import io.ullage.service.kafka.EmbeddedKafka;
import io.ullage.service.kafka.KafkaExtension;
import io.ullage.service.output.ExitCode;
import io.ullage.service.process.Eventually;
import io.ullage.service.store.SqlRows;
import io.ullage.service.store.StoreConnection;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.flink.api.common.JobStatus;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The dedup job between a real broker and a real ClickHouse, and the command that reads what it wrote. */
@Tag("kafka")
@Tag("flink")
@Tag("clickhouse")
@ExtendWith(KafkaExtension.class)
class DedupJobIT {
    private static final Duration WAIT = Duration.ofSeconds(120);
    private static final int PARTITIONS = 2;
    private static final int VOLUMES = 24;

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    @TempDir
    Path directory;

    private final TelemetryCodec codec = new TelemetryCodec();
    private final String topic = "sketches-" + UUID.randomUUID();
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(9));
    private final SketchedDisks disks = new SketchedDisks();
    private final Random random = new Random(7);
    private final List<ContentSketch> sent = new ArrayList<>();
    private EmbeddedKafka kafka;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void connect(EmbeddedKafka broker) throws Exception {
        kafka = broker;
        RunningJob.createTopics(kafka, topic, PARTITIONS, Topic.SKETCHES.settings());
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
    void aReplayFromAnOlderSavepointAndSketchesSentTwiceChangeNothing() throws Exception {
        String savepoint;
        List<List<String>> once;
        try (RunningJob job = startJob(null, 2)) {
            epoch(1, VOLUMES);
            marker(1);
            awaitMarker(1);
            savepoint = job.savepoint(directory.resolve("savepoints"));
            epoch(2, VOLUMES / 2);
            send(SketchedDisks.gone("d", "v3", at(3), 0));
            disks.remove("v3");
            // Half an epoch, which never comes to an end, and one that is older than what stands.
            disks.put("half", SketchedDisks.random(random, 300));
            send(disks.sketches("d", "half", at(4), 0, 3).get(1));
            disks.remove("half");
            disks.put("late", SketchedDisks.random(random, 300));
            disks.sketches("d", "late", at(4), 0, 1).forEach(this::send);
            SketchedDisks before = new SketchedDisks();
            before.put("late", 1, 2, 3);
            before.sketches("d", "late", at(1), 0, 1).forEach(this::send);
            marker(2);
            awaitMarker(2);
            awaitTruth();
            once = everything();
        }
        setsAreAnsweredWithTheTruth();

        // As after a crash that lost the younger checkpoints, and with agents that send all again.
        List<ContentSketch> again = new ArrayList<>(sent);
        Collections.shuffle(again, random);
        again.forEach(this::produce);
        marker(5);
        try (RunningJob job = startJob(savepoint, 2)) {
            awaitMarker(5);
            awaitTruth();
            assertThat(everything()).isEqualTo(once);
            assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        }
        // And one that remembers nothing, at another parallelism.
        marker(6);
        try (RunningJob job = startJob(null, 4)) {
            awaitMarker(6);
            awaitTruth();
            assertThat(everything()).isEqualTo(once);
            assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        }
        setsAreAnsweredWithTheTruth();
    }

    private void epoch(int number, int volumes) {
        for (int i = 0; i < volumes; i++) {
            String volumeId = "v" + i;
            disks.put(volumeId, SketchedDisks.random(random, 100 + random.nextInt(500)));
            disks.sketches("d", volumeId, at(number), 0, 1 + i % 3).forEach(this::send);
        }
    }

    private Instant at(int hour) {
        return start.plus(Duration.ofHours(hour));
    }

    /** At k = 0 a sum of per-volume figures is short of the truth for most sets, and the answer for the set is not. */
    private void setsAreAnsweredWithTheTruth() throws Exception {
        List<String> all = new ArrayList<>(new TreeSet<>(disks.volumeIds()));
        int fallsShort = 0;
        for (int size : List.of(1, 2, 7, all.size() - 1, all.size())) {
            Collections.shuffle(all, random);
            Set<String> set = Set.copyOf(all.subList(0, size));
            JsonNode answer = dedup(set.stream()
                    .flatMap(id -> List.of("--set", "volume=" + id).stream())
                    .toList());
            long truth = disks.reclaimableBytes(set);
            assertThat(answer.get("reclaimableBytes").asLong()).isEqualTo(truth);
            assertThat(answer.get("reclaimableLowBytes").asLong()).isEqualTo(truth);
            assertThat(answer.get("reclaimableHighBytes").asLong()).isEqualTo(truth);
            assertThat(answer.get("dataBytes").asLong()).isEqualTo(disks.dataBytes(set));
            long unique = set.stream()
                    .mapToLong(id -> disks.reclaimableBytes(Set.of(id)))
                    .sum();
            assertThat(answer.get("uniqueSumBytes").asLong()).isEqualTo(unique).isLessThanOrEqualTo(truth);
            fallsShort += unique < truth ? 1 : 0;
        }
        assertThat(fallsShort).isGreaterThanOrEqualTo(2);
    }

    private JsonNode dedup(List<String> arguments) throws Exception {
        StoreConnection store = clickHouse.connection();
        List<String> all = new ArrayList<>(List.of("dedup", "--format", "json", "--clickhouse", store.url()));
        all.addAll(List.of("--user", store.user(), "--password-file", String.valueOf(store.passwordFile())));
        all.addAll(arguments);
        CommandRun run = CommandRun.of(all.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        return new ObjectMapper().readTree(run.out()).get(0);
    }

    private void awaitTruth() throws Exception {
        String stored = Long.toString(disks.reclaimableBytes(disks.volumeIds()));
        String data = Long.toString(disks.dataBytes(disks.volumeIds()));
        Eventually.await(
                "the domain's figures",
                WAIT,
                () -> rows("SELECT volumes, data_bytes, stored_bytes FROM dedup_domain_latest WHERE domain_id = 'd'")
                        .equals(List.of(
                                List.of(Integer.toString(disks.volumeIds().size()), data, stored))));
        List<List<String>> expected = new ArrayList<>();
        for (String volumeId : new TreeSet<>(disks.volumeIds())) {
            expected.add(List.of(volumeId, Long.toString(disks.reclaimableBytes(Set.of(volumeId)))));
        }
        Eventually.await(
                "the volumes' figures",
                WAIT,
                () ->
                        rows("SELECT volume_id, unique_bytes FROM dedup_volume_latest WHERE domain_id = 'd' ORDER BY volume_id")
                                .equals(expected));
    }

    /** All that the job says, as one reads it. */
    private List<List<String>> everything() throws SQLException {
        List<List<String>> all = new ArrayList<>();
        all.addAll(rows("SELECT * FROM dedup_domain_latest WHERE domain_id = 'd'"));
        all.addAll(rows(
                "SELECT * EXCEPT (name, pool_id) FROM dedup_volume_latest WHERE domain_id = 'd' ORDER BY volume_id"));
        all.addAll(rows("SELECT * EXCEPT (base) FROM sketch_latest WHERE domain_id = 'd' ORDER BY volume_id"));
        return all;
    }

    /** The last message of each partition: when it is in the store, so is all that was sent before. */
    private void marker(int number) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            SketchedDisks marker = new SketchedDisks();
            marker.put("marker" + partition, number);
            byte[] value = codec.encode(marker.sketches("markers", "marker" + partition, at(number), 0, 1)
                    .get(0));
            producer.send(new ProducerRecord<>(topic, partition, null, value));
        }
        producer.flush();
    }

    private void awaitMarker(int number) throws Exception {
        Eventually.await(
                "marker " + number,
                WAIT,
                () ->
                        rows("SELECT count() FROM sketch_latest WHERE domain_id = 'markers' AND epoch = fromUnixTimestamp64Milli("
                                        + at(number).toEpochMilli() + ")")
                                .equals(List.of(List.of(Integer.toString(PARTITIONS)))));
    }

    private void send(ContentSketch sketch) {
        sent.add(sketch);
        produce(sketch);
    }

    private void produce(ContentSketch sketch) {
        int partition = Math.floorMod(sketch.volumeId().hashCode(), PARTITIONS);
        producer.send(new ProducerRecord<>(topic, partition, null, codec.encode(sketch)));
    }

    private RunningJob startJob(@Nullable String savepoint, int parallelism) throws Exception {
        return RunningJob.startDedup(
                kafka,
                topic,
                clickHouse.server().endpoint(),
                clickHouse.connection(),
                directory.resolve("checkpoints"),
                savepoint,
                parallelism);
    }

    private List<List<String>> rows(String sql) throws SQLException {
        return SqlRows.of(clickHouse.connection(), sql);
    }
}
