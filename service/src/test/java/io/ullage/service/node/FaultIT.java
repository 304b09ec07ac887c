package io.ullage.service.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.AgentRole;
import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.telemetry.Provisioning;
import io.ullage.schema.telemetry.Reading;
import io.ullage.schema.telemetry.Report;
import io.ullage.schema.telemetry.VolumeReading;
import io.ullage.schema.telemetry.VolumeUse;
import io.ullage.schema.topic.Topic;
import io.ullage.service.clickhouse.ChdbLibrary;
import io.ullage.service.clickhouse.ClickHouseException;
import io.ullage.service.dedup.SketchedDisks;
import io.ullage.service.flink.EmbeddedFlink;
import io.ullage.service.node.NodeFile.ChildProcess;
import io.ullage.service.process.Eventually;
import io.ullage.service.store.SqlRows;
import io.ullage.service.store.StoreConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 under load: every row that was reported is there once, whichever child died. */
@Tag("kafka")
@Tag("flink")
@Tag("clickhouse")
class FaultIT {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration BACK = Duration.ofSeconds(240);
    private static final int HOSTS = 4;
    private static final int VOLUMES_OF_HOST = 25;
    private static final int INTERVALS = 30;
    private static final int SKETCHED = 7;
    private static final long ROWS = (long) HOSTS * VOLUMES_OF_HOST * INTERVALS;

    private final TelemetryCodec codec = new TelemetryCodec();
    private final Instant first = Instant.now().minus(2, ChronoUnit.HOURS).truncatedTo(ChronoUnit.HOURS);

    private final SketchedDisks disks = new SketchedDisks();

    private int kills;

    @TempDir
    Path data;

    /** What stands in the store. */
    private record Totals(
            long rows,
            long distinctRows,
            long provisioned,
            long allocated,
            long written,
            long reports,
            long readings) {}

    @BeforeAll
    static void needs() {
        try {
            ChdbLibrary.locate();
        } catch (ClickHouseException e) {
            Assumptions.abort("needs the embedded ClickHouse: " + e.getMessage());
        }
    }

    @Test
    void countsEveryReadingOnceWhicheverChildIsKilled() throws Exception {
        NodeSettings settings = new NodeSettings(
                data,
                List.of(),
                new NodeSettings.Ports(0, 0, 0, 0, 0, 0),
                "127.0.0.1",
                INTERVAL,
                Duration.ofSeconds(1),
                EmbeddedFlink.Options.DEFAULT_HEAP_MEGABYTES);
        try (Node node = Node.start(settings, Clock.systemUTC(), List.of(), List.of(), progress -> {})) {
            load(node, 0, 8);
            kill(node, "flink");
            load(node, 8, 16);
            kill(node, "clickhouse");
            load(node, 16, 24);
            awaitBack(node);
            kill(node, "kafka");
            kill(node, "agent");
            load(node, 24, INTERVALS);
            awaitBack(node);
            Eventually.await("all rows", BACK, () -> totals(node).rows() >= ROWS);
            assertThat(totals(node)).isEqualTo(truth(1));
            awaitSketches(node);

            kill(node, "clickhouse");
            kill(node, "flink");
            load(node, 0, INTERVALS);
            awaitBack(node);
            kill(node, "kafka");
            kill(node, "agent");
            awaitBack(node);
            Eventually.await("the reports that came again", BACK, () -> duplicates(node) == (long) HOSTS * INTERVALS);
            assertThat(totals(node)).as("after every report came twice").isEqualTo(truth(1));
            awaitSketches(node);
            assertThat(node.file().processes())
                    .as("restarts")
                    .extracting(ChildProcess::name, ChildProcess::restarts)
                    .contains(tuple("kafka", 2), tuple("clickhouse", 2), tuple("flink", 2), tuple("agent", 2));
        }
    }

    /** Worked out from what was sent, without the product. */
    private Totals truth(int times) {
        long provisioned = 0;
        long allocated = 0;
        long written = 0;
        for (int host = 0; host < HOSTS; host++) {
            for (int volume = 0; volume < VOLUMES_OF_HOST; volume++) {
                for (int interval = 0; interval < INTERVALS; interval++) {
                    provisioned += provisioned(host, volume);
                    allocated += allocated(host, volume, interval);
                    written += allocated(host, volume, interval) - 4096;
                }
            }
        }
        long reports = (long) HOSTS * INTERVALS * times;
        return new Totals(ROWS, ROWS, provisioned, allocated, written, reports, reports * VOLUMES_OF_HOST);
    }

    private static long provisioned(int host, int volume) {
        return (10L + host * VOLUMES_OF_HOST + volume) << 30;
    }

    private static long allocated(int host, int volume, int interval) {
        return (1L << 30) + (long) interval * (1 << 20) + volume * 65_536L + host * 4096L;
    }

    private void load(Node node, int fromInterval, int toInterval) throws Exception {
        Map<String, Object> producerSettings = Map.of(
                "bootstrap.servers",
                node.file().kafkaBootstrapServers(),
                "acks",
                "all",
                "enable.idempotence",
                true,
                // A broker that was killed may take its time on a busy machine.
                "max.block.ms",
                300_000,
                "delivery.timeout.ms",
                300_000);
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(producerSettings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int interval = fromInterval; interval < toInterval; interval++) {
                for (int host = 0; host < HOSTS; host++) {
                    Report report = report(host, interval);
                    sent.add(producer.send(new ProducerRecord<>(
                            Topic.REPORTS.topicName(),
                            report.agent().id().getBytes(StandardCharsets.UTF_8),
                            codec.encode(report))));
                }
                for (ContentSketch sketch : sketches(interval)) {
                    sent.add(producer.send(new ProducerRecord<>(
                            Topic.SKETCHES.topicName(),
                            sketch.volumeId().getBytes(StandardCharsets.UTF_8),
                            codec.encode(sketch))));
                }
                producer.flush();
            }
            for (Future<RecordMetadata> acknowledged : sent) {
                acknowledged.get();
            }
        }
    }

    /** One volume's next epoch: with each interval another volume has changed. */
    private List<ContentSketch> sketches(int interval) {
        String volumeId = "fault-sketch-" + interval % SKETCHED;
        disks.put(volumeId, SketchedDisks.random(new Random(interval), 400));
        Instant epoch = first.plus(INTERVAL.multipliedBy(interval));
        return disks.sketches("fault-domain", volumeId, epoch, 0, 2);
    }

    /** The newest epochs stand, whichever process was killed while they were taken up. */
    private void awaitSketches(Node node) throws Exception {
        Set<String> all = disks.volumeIds();
        List<List<String>> truth = List.of(List.of(
                Integer.toString(SKETCHED),
                Long.toString(disks.dataBytes(all)),
                Long.toString(disks.reclaimableBytes(all))));
        Eventually.await("the dedup figures", BACK, () -> {
            try {
                return SqlRows.of(
                                store(node.file()),
                                "SELECT volumes, data_bytes, stored_bytes FROM dedup_domain_latest"
                                        + " WHERE domain_id = 'fault-domain'")
                        .equals(truth);
            } catch (SQLException away) {
                // The server is being started again.
                return false;
            }
        });
    }

    private Report report(int host, int interval) {
        AgentIdentity agent =
                new AgentIdentity("fault-" + host, AgentRole.HOST, "host-" + host, "host-" + host, null, "test");
        List<Reading> volumes = new ArrayList<>();
        for (int volume = 0; volume < VOLUMES_OF_HOST; volume++) {
            volumes.add(volume(host, volume, interval));
        }
        return Report.whole(agent, interval, first.plus(INTERVAL.multipliedBy(interval)), volumes);
    }

    private static VolumeReading volume(int host, int volume, int interval) {
        String id = "fault-volume-" + host + "-" + volume;
        long allocated = allocated(host, volume, interval);
        return new VolumeReading(
                "fault-test",
                id,
                id,
                "qcow2",
                Provisioning.THIN,
                VolumeUse.DISK,
                "fault-pool-" + host,
                null,
                null,
                null,
                provisioned(host, volume),
                allocated,
                allocated - 4096,
                null,
                null,
                null,
                null,
                4096L,
                65_536L,
                false,
                null,
                List.of());
    }

    private void kill(Node node, String name) throws Exception {
        node.refreshFile();
        ChildProcess child = node.file().processes().stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow();
        assertThat(child.pid()).as("pid of " + name).isNotNull();
        ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();
        kills++;
    }

    private void awaitBack(Node node) throws Exception {
        Eventually.await("the children's return", BACK, () -> {
            node.refreshFile();
            List<ChildProcess> children = node.file().processes();
            return children.stream().mapToInt(ChildProcess::restarts).sum() == kills
                    && children.stream().allMatch(child -> child.state().equals("READY"));
        });
    }

    private static Totals totals(Node node) throws SQLException {
        try (var connection = store(node.file()).open();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT
                          count(), uniqExact(volume_id, interval_start), sum(provisioned_bytes), sum(allocated_bytes),
                          sum(written_bytes),
                          (SELECT count() FROM ingest FINAL
                             WHERE agent_id LIKE 'fault-%' AND outcome IN ('EMITTED', 'LATE')),
                          (SELECT sum(readings) FROM ingest FINAL
                             WHERE agent_id LIKE 'fault-%' AND outcome IN ('EMITTED', 'LATE'))
                        FROM ledger FINAL WHERE source = 'fault-test'
                        """)) {
            row.next();
            return new Totals(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getLong(7));
        } catch (SQLException away) {
            // The server is being started again.
            return new Totals(0, 0, 0, 0, 0, 0, 0);
        }
    }

    private static long duplicates(Node node) throws SQLException {
        try (var connection = store(node.file()).open();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count() FROM ingest FINAL WHERE agent_id LIKE 'fault-%' AND outcome = 'DUPLICATE'")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException away) {
            return 0;
        }
    }

    private static StoreConnection store(NodeFile file) {
        return new StoreConnection(
                file.clickHouseUrl(),
                file.reader().user(),
                Path.of(file.reader().passwordFile()));
    }
}
