package io.ullage.service.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.job.row.Column;
import io.ullage.job.row.Table;
import io.ullage.job.row.Tables;
import io.ullage.schema.codec.DeadLetter;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.codec.WireFormat;
import io.ullage.schema.telemetry.Report;
import io.ullage.schema.topic.Topic;
import io.ullage.service.clickhouse.ClickHouseExtension;
import io.ullage.service.clickhouse.EmbeddedClickHouse;
import io.ullage.service.kafka.EmbeddedKafka;
import io.ullage.service.kafka.KafkaExtension;
import io.ullage.service.process.Eventually;
import io.ullage.service.store.Migrations;
import io.ullage.service.store.RollUps;
import io.ullage.service.store.StoreConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The utilisation job between a real broker and a real ClickHouse. */
@Tag("kafka")
@Tag("flink")
@Tag("clickhouse")
@ExtendWith(KafkaExtension.class)
class UtilisationJobIT {
    private static final int PARTITIONS = 2;
    private static final Duration WAIT = Duration.ofSeconds(90);
    private static final List<String> RESULTS =
            List.of("ledger", "pool", "snapshot", "guest_disk", "file_system", "unmatched");

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    @TempDir
    Path directory;

    private final TelemetryCodec codec = new TelemetryCodec();
    private final String topic = "reports-" + UUID.randomUUID();
    private final SmallFleet fleet =
            new SmallFleet(Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(3)));
    private EmbeddedKafka kafka;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void connect(EmbeddedKafka broker) throws Exception {
        kafka = broker;
        Map<String, String> settings = new TreeMap<>(Topic.REPORTS.settings());
        // Somebody's broker may let through what ours refuses at the door.
        settings.put("max.message.bytes", Integer.toString(12 << 20));
        RunningJob.createTopics(kafka, topic, PARTITIONS, settings);
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", kafka.bootstrapServers(),
                        "max.request.size", 12 << 20,
                        "buffer.memory", 32L << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void disconnect() {
        producer.close();
    }

    @Test
    void aReplayFromAnOlderCheckpointAndReportsSentTwiceChangeNothing() throws Exception {
        StoreConnection store = clickHouse.connection();
        Map<String, String> once;
        String older;
        try (RunningJob job = start(store, null)) {
            send(fleet.minutes(0, 20));
            awaitMessages(store, 40);
            older = job.savepoint(directory.resolve("savepoints"));
            send(fleet.minutes(20, 40));
            awaitMessages(store, 80);
            awaitSummed(store, 120);
            once = contents(store);
        }
        assertThat(once.get("ledger")).startsWith("120 rows");
        assertThat(once.get("pool")).startsWith("40 rows");
        assertThat(once.get("guest_disk")).startsWith("80 rows");
        assertThat(once).doesNotContainValue(null);
        assertThat(once.get("volume_hourly")).startsWith("3 rows");

        try (RunningJob job = start(store, older)) {
            send(fleet.minutes(0, 40));
            awaitMessages(store, 160);
            // What the job read before this is written once its next savepoint is complete.
            job.savepoint(directory.resolve("savepoints"));
            assertThat(contents(store)).isEqualTo(once);
        }
        assertThat(outcomes(store)).isEqualTo(Map.of("EMITTED", 80L, "DUPLICATE", 80L));
    }

    @Test
    void aJobThatHasForgottenEverythingWritesTheSameRowsAgain() throws Exception {
        StoreConnection store = clickHouse.connection();
        Map<String, String> once;
        try (RunningJob job = start(store, null)) {
            send(fleet.minutes(0, 10));
            awaitSummed(store, 30);
            job.savepoint(directory.resolve("savepoints"));
            once = rowsBefore(store, fleet.start().plusSeconds(600));
        }
        assertThat(once.get("ledger")).startsWith("30 rows");
        send(fleet.minutes(10, 11));
        try (RunningJob job = start(store, null)) {
            // What is new comes last, so by then the rest was read again.
            awaitMessages(store, 22);
            awaitSummed(store, 33);
            job.savepoint(directory.resolve("savepoints"));
            assertThat(rowsBefore(store, fleet.start().plusSeconds(600))).isEqualTo(once);
        }
    }

    @Test
    void partitionsWithoutMessagesHoldNothingUp() throws Exception {
        StoreConnection store = clickHouse.connection();
        String wide = topic + "-wide";
        RunningJob.createTopics(kafka, wide, 8, Topic.REPORTS.settings());
        try (RunningJob job = RunningJob.start(
                kafka, wide, clickHouse.server().endpoint(), store, directory.resolve("checkpoints"), null, 4)) {
            for (Report report : fleet.minutes(0, 5)) {
                producer.send(new ProducerRecord<>(wide, 5, null, codec.encode(report)));
            }
            producer.flush();
            awaitSummed(store, 15);

            assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        }
    }

    @Test
    void garbageIsCountedKeptAndGotOver() throws Exception {
        StoreConnection store = clickHouse.connection();
        Report good = fleet.minutes(0, 1).get(0);
        byte[] smile = codec.encode(good);
        try (RunningJob job = start(store, null)) {
            raw(Arrays.copyOf(smile, smile.length / 2));
            raw("{\"version\":1,\"agent\":\"wrong type\"}".getBytes(StandardCharsets.UTF_8));
            raw(new String(codec.encode(good, WireFormat.JSON), StandardCharsets.UTF_8)
                    .replace("\"version\":1", "\"version\":7")
                    .getBytes(StandardCharsets.UTF_8));
            raw(new byte[10 << 20]);
            raw(new byte[] {0x3a, 0x29, 0x0a, 0x01, (byte) 0xff});
            send(List.of(good));
            awaitMessages(store, 6);
            awaitRows(store, "ledger", 3);

            assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        }
        assertThat(outcomes(store)).isEqualTo(Map.of("MALFORMED", 5L, "EMITTED", 1L));
        List<DeadLetter> letters = deadLetters(5);
        assertThat(letters).extracting(DeadLetter::topic).containsOnly(topic);
        assertThat(letters).extracting(DeadLetter::payloadBytes).contains(10L << 20);
        assertThat(letters)
                .extracting(DeadLetter::reason)
                .anyMatch(reason -> reason.equals("version: must be 1, was 7"));
        assertThat(letters)
                .extracting(letter -> letter.partition() + ":" + letter.offset())
                .doesNotHaveDuplicates();
    }

    @Test
    void aClickHouseThatIsKilledLosesAndDoublesNothing() throws Exception {
        Path home = directory.resolve("clickhouse");
        StoreConnection store;
        int port;
        EmbeddedClickHouse first = EmbeddedClickHouse.start(home, 0).awaitReady(WAIT);
        port = first.port();
        store = new StoreConnection(
                first.url("ullage"), first.writer().user(), first.writer().passwordFile());
        Migrations.apply(store);
        try (RunningJob job =
                RunningJob.start(kafka, topic, first.endpoint(), store, directory.resolve("checkpoints"), null)) {
            send(fleet.minutes(0, 10));
            awaitMessages(store, 20);
            ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
            first.onExit().get(WAIT.toSeconds(), TimeUnit.SECONDS);
            send(fleet.minutes(10, 30));
            try (EmbeddedClickHouse second =
                    EmbeddedClickHouse.start(home, port).awaitReady(WAIT)) {
                assertThat(second.port()).isEqualTo(port);
                awaitMessages(store, 60);
                awaitSummed(store, 90);
                assertThat(outcomes(store)).isEqualTo(Map.of("EMITTED", 60L));
                assertThat(number(store, "SELECT count() FROM ledger FINAL")).isEqualTo(90);
                assertThat(number(store, "SELECT count() FROM pool FINAL")).isEqualTo(30);
            }
        }
    }

    @Test
    void everyColumnThatTheJobWritesIsThereAndOfItsType() throws Exception {
        for (Table<?> table : Tables.ALL) {
            Map<String, String> types = new TreeMap<>();
            query(
                    clickHouse.connection(),
                    "SELECT name, type FROM system.columns WHERE database = currentDatabase() AND default_kind = ''"
                            + " AND table = '" + table.name() + "'",
                    row -> types.put(
                            row.getString(1), row.getString(2).replaceFirst("^LowCardinality\\((.*)\\)$", "$1")));
            Map<String, String> written = new TreeMap<>();
            for (Column<?> column : table.columns()) {
                written.put(column.name(), column.type().sql());
            }
            assertThat(types).as(table.name()).isEqualTo(written);
        }
    }

    private RunningJob start(StoreConnection store, String savepoint) throws Exception {
        return RunningJob.start(
                kafka, topic, clickHouse.server().endpoint(), store, directory.resolve("checkpoints"), savepoint);
    }

    private void send(List<Report> reports) throws Exception {
        for (Report report : reports) {
            byte[] key = report.agent().id().getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(topic, key, codec.encode(report)));
        }
        producer.flush();
    }

    private void raw(byte[] payload) throws Exception {
        producer.send(new ProducerRecord<>(topic, payload)).get(WAIT.toSeconds(), TimeUnit.SECONDS);
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
                    assertThat(record.headers().lastHeader("ullage.reason")).isNotNull();
                }
                return letters.size() >= expected;
            });
        }
        return letters;
    }

    private static void awaitMessages(StoreConnection store, long messages) throws Exception {
        awaitRows(store, "ingest", messages);
    }

    private static void awaitRows(StoreConnection store, String table, long rows) throws Exception {
        Eventually.await(
                rows + " rows in " + table,
                WAIT,
                () -> number(store, "SELECT count() FROM " + table + " FINAL") >= rows);
    }

    /** Until so many volumes, over all intervals, have their ledger and are in the sum of their pool. */
    private static void awaitSummed(StoreConnection store, long volumes) throws Exception {
        awaitRows(store, "ledger", volumes);
        Eventually.await(
                volumes + " volumes in pools",
                WAIT,
                () -> number(store, "SELECT sum(counted) FROM (SELECT volumes AS counted FROM pool FINAL)") >= volumes);
    }

    private static Map<String, Long> outcomes(StoreConnection store) throws SQLException {
        Map<String, Long> outcomes = new TreeMap<>();
        query(
                store,
                "SELECT outcome, count() FROM ingest FINAL GROUP BY outcome",
                row -> outcomes.put(row.getString(1), row.getLong(2)));
        return outcomes;
    }

    /** Rows and a checksum of everything in them, for every table of results and for the roll-up by hour. */
    private static Map<String, String> contents(StoreConnection store) throws SQLException {
        Map<String, String> contents = rowsBefore(store, Instant.now());
        RollUps.catchUp(store);
        query(
                store,
                "SELECT count() || ' rows, ' || toString(sum(cityHash64(formatRow('JSONEachRow', *)))) FROM volume_hourly",
                row -> contents.put("volume_hourly", row.getString(1)));
        return contents;
    }

    /** A checksum of text, as the hash of a row with one absent value is absent itself. */
    private static Map<String, String> rowsBefore(StoreConnection store, Instant end) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        for (String table : RESULTS) {
            query(
                    store,
                    "SELECT count() || ' rows, ' || toString(sum(cityHash64(formatRow('JSONEachRow', *)))) FROM (SELECT * FROM "
                            + table + " FINAL WHERE interval_start < toDateTime(" + end.getEpochSecond() + "))",
                    row -> rows.put(table, row.getString(1)));
        }
        return rows;
    }

    private static long number(StoreConnection store, String sql) throws SQLException {
        try (Connection connection = store.open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void query(StoreConnection store, String sql, RowReader reader) throws SQLException {
        try (Connection connection = store.open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }
}
