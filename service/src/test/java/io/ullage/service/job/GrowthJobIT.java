package io.ullage.service.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.AgentRole;
import io.ullage.schema.telemetry.PoolKind;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.Provisioning;
import io.ullage.schema.telemetry.Reading;
import io.ullage.schema.telemetry.Report;
import io.ullage.schema.telemetry.SnapshotKind;
import io.ullage.schema.telemetry.SnapshotReading;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Growth of a snapshot, a chain and a LUN, between a real broker and a real ClickHouse. */
@Tag("kafka")
@Tag("flink")
@Tag("clickhouse")
@ExtendWith(KafkaExtension.class)
class GrowthJobIT {
    private static final Duration WAIT = Duration.ofSeconds(180);
    private static final long MIB = 1 << 20;
    private static final int CYCLES = 36;
    private static final String STANDING = "SELECT * FROM (SELECT toString(interval_start) AS start, snapshot_id AS id,"
            + " toString(revision) AS known, trend, toString(growth_bytes_per_second) AS rate, toString(returned_bytes) AS returned,"
            + " toString(room_high_bytes) AS room, coalesce(fits, '') AS fits FROM snapshot_growth FINAL"
            + " UNION ALL SELECT toString(interval_start), chain_id, toString(revision), trend,"
            + " toString(growth_bytes_per_second), toString(returned_bytes), toString(full_in_seconds), coalesce(fits, '')"
            + " FROM chain_growth FINAL UNION ALL SELECT toString(interval_start), pool_id, toString(revision), '',"
            + " toString(snapshot_steps), toString(disk_steps), toString(steps), toString(over_limit) FROM lun_growth FINAL)"
            + " ORDER BY start, id";

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    @TempDir
    Path directory;

    private final TelemetryCodec codec = new TelemetryCodec();
    private final String topic = "reports-" + UUID.randomUUID();
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(9));

    @Test
    void growthIsEstimatedAndAJobThatHasForgottenEverythingWritesTheSameRowsAgain(EmbeddedKafka kafka)
            throws Exception {
        RunningJob.createTopics(kafka, topic, 1, Topic.REPORTS.settings());
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            send(kafka, cycle);
        }
        List<List<String>> once;
        try (RunningJob job = startJob(kafka, "once")) {
            awaitRows();
            once = rows(STANDING);
            assertThat(once).hasSize(3 * CYCLES + 3);
            assertThat(rows(
                            "SELECT trend, toInt64(round(growth_day_bytes / 1048576)), intDiv(returned_bytes, 1048576), intDiv(room_high_bytes, 65536), fits"
                                    + " FROM snapshot_removal WHERE snapshot_id = 's1'"))
                    .containsExactly(List.of("GROWING", "864", "105", "2", "YES"));
            assertThat(rows(
                            "SELECT trend, toInt64(growth_day_bytes), intDiv(returned_bytes, 1048576), intDiv(room_high_bytes, 1048576), fits"
                                    + " FROM snapshot_removal WHERE snapshot_id = 'top'"))
                    .containsExactly(List.of("NOT_GROWING", "0", "60", "40", "YES"));
            assertThat(
                            rows(
                                    "SELECT overlays, snapshots, trend, full_in_seconds > 0, pool_trend FROM chain_growth_latest"))
                    .containsExactly(List.of("1", "1", "GROWING", "1", "GROWING"));
            assertThat(
                            rows(
                                    "SELECT steps, disk_steps, snapshot_steps, over_limit FROM lun_growth FINAL ORDER BY interval_start"))
                    .containsExactly(
                            List.of("11", "11", "0", "true"),
                            List.of("12", "12", "0", "true"),
                            List.of("12", "12", "0", "true"));
            job.drain(directory.resolve("savepoint"));
        }
        // One more report, by whose rows we know that all was read again.
        send(kafka, CYCLES);
        try (RunningJob job = startJob(kafka, "again")) {
            Eventually.await(
                    "rows of the last report",
                    WAIT,
                    () -> rows("SELECT 1 FROM snapshot_growth FINAL WHERE fits IS NOT NULL")
                                    .size()
                            == 2 * CYCLES + 2);
            job.drain(directory.resolve("savepoint"));
        }
        assertThat(rows(STANDING).subList(0, once.size())).isEqualTo(once);
    }

    private void send(EmbeddedKafka kafka, int cycle) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            topic, "host".getBytes(StandardCharsets.UTF_8), codec.encode(report(cycle))))
                    .get(WAIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private void awaitRows() throws Exception {
        Eventually.await(
                "rows of growth",
                WAIT,
                () -> rows("SELECT 1 FROM snapshot_growth FINAL WHERE fits IS NOT NULL")
                                        .size()
                                == 2 * CYCLES
                        && rows("SELECT 1 FROM chain_growth FINAL WHERE pool_trend IS NOT NULL")
                                        .size()
                                == CYCLES
                        && rows("SELECT sum(steps) FROM lun_growth FINAL").equals(List.of(List.of("35"))));
    }

    /** Every five minutes: a snapshot that grows by 3 MiB in a base, an overlay that does not, and a disk on a LUN that takes a step. */
    private Report report(int cycle) {
        List<Reading> readings = List.of(
                new PoolReading(
                        "test",
                        "images",
                        "images",
                        PoolKind.FILE_SYSTEM,
                        null,
                        1L << 40,
                        cycle * 3 * MIB,
                        1L << 39,
                        null,
                        null,
                        null),
                new PoolReading(
                        "test", "lun-1", "lun-1", PoolKind.DATASTORE, null, 1L << 40, 5L, 1L << 39, null, null, null),
                volume("base", "images", null, 1000 * MIB + cycle * 3 * MIB, null),
                volume("top", "images", "base", 100 * MIB, 40 * MIB),
                volume("disk", "lun-1", null, (1 + cycle) * 16 * MIB, null),
                new SnapshotReading(
                        "test",
                        "s1",
                        "base",
                        "images",
                        "nightly",
                        SnapshotKind.INTERNAL,
                        start,
                        1 << 30,
                        null,
                        cycle * 3 * MIB,
                        null,
                        null,
                        null,
                        cycle * 3 * MIB));
        AgentIdentity host = new AgentIdentity("host", AgentRole.HOST, "h1", "h1", null, "test");
        return Report.whole(host, cycle, start.plus(Duration.ofMinutes(5L * cycle)), readings);
    }

    private static VolumeReading volume(
            String id, String pool, @Nullable String parent, long allocated, @Nullable Long growth) {
        return new VolumeReading(
                "test",
                id,
                id,
                "qcow2",
                Provisioning.THIN,
                id.equals("base") ? VolumeUse.BACKING : VolumeUse.DISK,
                pool,
                "/images/" + id,
                null,
                parent,
                1L << 35,
                allocated,
                null,
                null,
                null,
                null,
                null,
                null,
                65536L,
                false,
                null,
                List.of(),
                0L,
                growth,
                growth,
                parent);
    }

    private RunningJob startJob(EmbeddedKafka kafka, String checkpoints) throws Exception {
        return RunningJob.start(
                kafka,
                topic,
                clickHouse.server().endpoint(),
                clickHouse.connection(),
                directory.resolve(checkpoints),
                null,
                2,
                "--growth-steps-per-hour",
                "5");
    }

    private List<List<String>> rows(String sql) throws SQLException {
        return SqlRows.of(clickHouse.connection(), sql);
    }
}
