package io.ullage.service.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.topic.Topic;
import io.ullage.service.clickhouse.ClickHouseExtension;
import io.ullage.service.kafka.EmbeddedKafka;
import io.ullage.service.kafka.KafkaExtension;
import io.ullage.service.process.Eventually;
import io.ullage.service.store.StoreConnection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The present build goes on from savepoints of older ones, made by {@link SavepointMaker}; see their {@code origin.md}. */
@Tag("kafka")
@Tag("flink")
@Tag("clickhouse")
@ExtendWith(KafkaExtension.class)
class SavepointUpgradeIT {
    private static final Path FIXTURES = Path.of("src/test/resources/savepoint");
    private static final Duration WAIT = Duration.ofSeconds(180);

    /** From this minute of the fixture's past on, its later messages touch every volume. */
    private static final int TOUCHED_FROM_MINUTE = 4;

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    @TempDir
    Path directory;

    static Stream<String> builds() throws IOException {
        try (Stream<Path> entries = Files.list(FIXTURES)) {
            return entries.filter(Files::isDirectory).map(each -> each.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("builds")
    void goesOnAsIfNothingHadHappened(String build, EmbeddedKafka kafka) throws Exception {
        Path fixture = FIXTURES.resolve(build);
        List<String> before = Files.readAllLines(fixture.resolve("before.tsv"));
        List<String> after = Files.readAllLines(fixture.resolve("after.tsv"));
        String savepoint = unpacked(fixture);
        String topic = "savepoint-" + build;
        RunningJob.createTopics(kafka, topic, 2, Topic.REPORTS.settings());
        send(kafka, before);

        StoreConnection upgraded = clickHouse.connection();
        StoreConnection spread = another();
        StoreConnection undisturbed = another();
        try (RunningJob job = start(kafka, upgraded, "upgraded", savepoint, 1)) {
            // Without any message: what was open is written by timers that came with the state.
            Eventually.await("rows of the open interval", WAIT, () -> count(upgraded, "ledger") == 3);
            Eventually.await("the sum of its pool", WAIT, () -> count(upgraded, "pool") == 1);
            assertThat(count(upgraded, "ingest")).isZero();

            send(kafka, after);
            awaitMessages(upgraded, reports(after));
            try (RunningJob three = start(kafka, spread, "spread", savepoint, 3);
                    RunningJob fresh = start(kafka, undisturbed, "undisturbed", null, 2)) {
                awaitMessages(spread, reports(after));
                awaitMessages(undisturbed, reports(before) + reports(after));
                Eventually.await("all rows", WAIT, () -> count(undisturbed, "ledger") == 37 && volumesSummed(undisturbed) == 37);
                awaitSame(upgraded, undisturbed);
                awaitSame(spread, undisturbed);
            }
        }
        assertThat(outcomes(upgraded)).isEqualTo(Map.of("DUPLICATE", 3L, "EMITTED", 4L, "LATE", 7L, "MALFORMED", 1L));
        assertThat(outcomes(spread)).isEqualTo(outcomes(upgraded));
        assertThat(tenants(upgraded)).isEqualTo(Map.of("machine-2", "tenant-b"));
        assertThat(tenants(undisturbed)).isEqualTo(Map.of("machine-1", "tenant-a", "machine-2", "tenant-b"));
    }

    private StoreConnection another() throws SQLException {
        StoreConnection store = clickHouse.another();
        io.ullage.service.store.Migrations.apply(store);
        return store;
    }

    /** Flink wants the directory that a savepoint lies in. */
    private String unpacked(Path fixture) throws IOException {
        Path savepoint = Files.createDirectories(directory.resolve("savepoint"));
        try (InputStream packed = new GZIPInputStream(Files.newInputStream(fixture.resolve("_metadata.gz")))) {
            Files.copy(packed, savepoint.resolve("_metadata"));
        }
        return savepoint.toUri().toString();
    }

    private RunningJob start(EmbeddedKafka kafka, StoreConnection store, String name, String savepoint, int parallelism)
            throws Exception {
        return RunningJob.start(
                kafka,
                TOPIC,
                clickHouse.server().endpoint(),
                store,
                directory.resolve(name),
                savepoint,
                parallelism,
                "--consumer-group",
                name,
                // The savepoint is as old as it is: nothing in it is to be forgotten for that.
                "--state-retention",
                "P36500D",
                "--reports-remembered",
                "P36500D");
    }

    private static void awaitMessages(StoreConnection store, long messages) throws Exception {
        Eventually.await(messages + " messages", WAIT, () -> count(store, "ingest") >= messages);
    }

    private static void awaitSame(StoreConnection store, StoreConnection undisturbed) throws Exception {
        long deadline = System.nanoTime() + WAIT.toNanos();
        while (!standing(store).equals(standing(undisturbed)) && System.nanoTime() < deadline) {
            java.util.concurrent.TimeUnit.MILLISECONDS.sleep(200);
        }
        assertThat(standing(store)).isEqualTo(standing(undisturbed)).hasSizeGreaterThan(45);
    }

    /** Rows of the tables that hang on state, whole, from the first interval that every later message touches. */
    private static Map<String, String> standing(StoreConnection store) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        for (String table : List.of("ledger", "pool", "unmatched")) {
            query(
                    store,
                    "SELECT formatRow('JSONEachRow', *) FROM " + table + " FINAL WHERE interval_start >="
                            + " (SELECT min(interval_start) FROM " + table + ") ORDER BY ALL",
                    row -> rows.put(table + " " + rows.size(), row.getString(1)));
        }
        return rows;
    }

    private static long reports(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith(TOPIC + "\t")).count();
    }

    private static long volumesSummed(StoreConnection store) throws SQLException {
        return number(store, "SELECT sum(counted) FROM (SELECT volumes AS counted FROM pool FINAL)");
    }

    private static long count(StoreConnection store, String table) throws SQLException {
        return number(store, "SELECT count() FROM " + table + " FINAL");
    }

    private static Map<String, Long> outcomes(StoreConnection store) throws SQLException {
        Map<String, Long> outcomes = new TreeMap<>();
        query(
                store,
                "SELECT outcome, count() FROM ingest FINAL GROUP BY outcome",
                row -> outcomes.put(row.getString(1), row.getLong(2)));
        return outcomes;
    }

    private static Map<String, String> tenants(StoreConnection store) throws SQLException {
        Map<String, String> tenants = new TreeMap<>();
        query(
                store,
                "SELECT machine_id, tenant FROM inventory FINAL",
                row -> tenants.put(row.getString(1), row.getString(2)));
        return tenants;
    }

    private static void send(EmbeddedKafka kafka, List<String> lines) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()), new StringSerializer(), new StringSerializer())) {
            for (String line : lines) {
                String[] parts = line.split("\t", 4);
                producer.send(new ProducerRecord<>(parts[0], Integer.parseInt(parts[1]), parts[2], parts[3]));
            }
        }
    }

    private static long number(StoreConnection store, String sql) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        query(store, sql, row -> numbers.add(row.getLong(1)));
        return numbers.get(0);
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
