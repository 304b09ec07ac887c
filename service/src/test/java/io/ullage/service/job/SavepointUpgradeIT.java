package io.ullage.service.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.topic.Topic;
import io.ullage.service.clickhouse.ClickHouseExtension;
import io.ullage.service.kafka.EmbeddedKafka;
import io.ullage.service.kafka.KafkaExtension;
import io.ullage.service.process.Eventually;
import io.ullage.service.store.Migrations;
import io.ullage.service.store.SqlRows;
import io.ullage.service.store.StoreConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
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
    private static final Duration WAIT = Duration.ofSeconds(180);
    private static final Pattern TIME = Pattern.compile("\"time\": \"([^\"]+)\"");

    /** What comes after the savepoint touches every volume from this minute of its past on, and none before. */
    private static final int TOUCHED_FROM_MINUTE = 4;

    /** Volumes over all intervals of the fixture. */
    private static final int LEDGERS = 37;

    /** Of a fixture with rules, what they tell in the end: rule, state, and with which minute of its past it fired. */
    private static final List<List<String>> TOLD = List.of(
            List.of("Fires", "RESOLVED", "2"),
            List.of("Fires", "FIRING", "122"),
            List.of("FiresForMany", "FIRING", "0"),
            List.of("Measures", "FIRING", "121"),
            List.of("Waits", "FIRING", "120"));

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.ullage.service.job.SavepointFixture#builds")
    void goesOnAsIfNothingHadHappened(String build, EmbeddedKafka kafka) throws Exception {
        String topic = "savepoint-" + build;
        List<String> before = Files.readAllLines(SavepointFixture.of(build).resolve("before.tsv"));
        List<String> after = Files.readAllLines(SavepointFixture.of(build).resolve("after.tsv"));
        Instant touchedFrom = firstTime(before).plusSeconds(60L * TOUCHED_FROM_MINUTE);
        String savepoint = SavepointFixture.unpacked(build, directory);
        boolean ruled = before.stream().anyMatch(line -> line.startsWith(rules(topic)));
        createTopics(kafka, topic);
        send(kafka, before);

        StoreConnection upgraded = clickHouse.connection();
        StoreConnection spread = another();
        StoreConnection undisturbed = another();
        try (RunningJob job = start(kafka, topic, upgraded, savepoint, 1)) {
            // Without any message: what was open is written by timers that came with the state.
            Eventually.await("rows of the open interval", WAIT, () -> count(upgraded, "ledger FINAL") == 3);
            Eventually.await("the sum of its pool", WAIT, () -> count(upgraded, "pool FINAL") == 1);
            assertThat(count(upgraded, "ingest FINAL")).isZero();
            send(kafka, after);
            finish(job, upgraded, reports(topic, after), 1);
        }
        try (RunningJob job = start(kafka, topic, spread, savepoint, 3)) {
            finish(job, spread, reports(topic, after), 1);
        }
        try (RunningJob job = start(kafka, topic, undisturbed, null, 2)) {
            finish(job, undisturbed, reports(topic, before) + reports(topic, after), 2);
        }
        assertThat(count(undisturbed, "ledger FINAL")).isEqualTo(LEDGERS);
        assertThat(standing(upgraded, touchedFrom)).isEqualTo(standing(undisturbed, touchedFrom));
        assertThat(standing(spread, touchedFrom)).isEqualTo(standing(undisturbed, touchedFrom));
        assertThat(standing(upgraded, Instant.EPOCH))
                .as("what stood already is not written again")
                .isEqualTo(standing(upgraded, touchedFrom));
        assertThat(alerts(upgraded)).isEqualTo(alerts(spread)).isEqualTo(alerts(undisturbed));
        assertThat(told(upgraded, firstTime(before))).isEqualTo(ruled ? TOLD : List.of());
        assertThat(count(upgraded, "unmatched FINAL WHERE resolved"))
                .as("complaints that the older build made are taken back")
                .isEqualTo(5);
        assertThat(outcomes(upgraded))
                .isEqualTo(outcomes(spread))
                .isEqualTo(List.of(
                        List.of("DUPLICATE", "3"),
                        List.of("EMITTED", "3"),
                        List.of("LATE", "7"),
                        List.of("MALFORMED", "1")));
    }

    private static void createTopics(EmbeddedKafka kafka, String topic) throws Exception {
        RunningJob.createTopics(kafka, topic, 2, Topic.REPORTS.settings());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(rules(topic), 1, (short) 1).configs(Topic.RULES.settings()),
                            new NewTopic(topic + ".alerts", 1, (short) 1).configs(Topic.ALERTS.settings())))
                    .all()
                    .get(WAIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static String rules(String topic) {
        return topic + ".rules";
    }

    private StoreConnection another() throws SQLException {
        StoreConnection store = clickHouse.another();
        Migrations.apply(store);
        return store;
    }

    private RunningJob start(
            EmbeddedKafka kafka, String topic, StoreConnection store, @Nullable String savepoint, int parallelism)
            throws Exception {
        return RunningJob.start(
                kafka,
                topic,
                clickHouse.server().endpoint(),
                store,
                directory.resolve("checkpoints"),
                savepoint,
                parallelism,
                "--rules-topic",
                rules(topic),
                "--alerts-topic",
                topic + ".alerts",
                // The savepoint is as old as it is: nothing in it is to be forgotten for that.
                "--state-retention",
                "P36500D",
                "--reports-remembered",
                "P36500D");
    }

    /** Waits until everything is read, and lets the job write what is pending. */
    private void finish(RunningJob job, StoreConnection store, long messages, long machines) throws Exception {
        Eventually.await(messages + " messages", WAIT, () -> count(store, "ingest FINAL") == messages);
        Eventually.await(machines + " machines", WAIT, () -> count(store, "inventory FINAL") == machines);
        job.drain(directory.resolve("drained"));
    }

    /** Rows, whole, of the tables that hang on state. A complaint that was never made need not be taken back. */
    private static List<String> standing(StoreConnection store, Instant from) throws SQLException {
        List<String> rows = new ArrayList<>();
        for (String table : List.of("ledger", "pool", "unmatched")) {
            SqlRows.of(
                            store,
                            "SELECT formatRow('JSONEachRow', *) AS row FROM " + table
                                    + " FINAL WHERE interval_start >= toDateTime(" + from.getEpochSecond()
                                    + ") AND " + (table.equals("unmatched") ? "NOT resolved" : "true")
                                    + " ORDER BY row")
                    .forEach(row -> rows.add(table + " " + row.get(0)));
        }
        return rows;
    }

    /** Alerts, but for how many times and of how many volumes they were told: that hangs on which volume comes first. */
    private static List<List<String>> alerts(StoreConnection store) throws SQLException {
        return SqlRows.of(
                store,
                "SELECT fingerprint, starts_at, ifNull(toString(ends_at), ''), state, ifNull(end, ''), rule, severity,"
                        + " toString(labels), value_best FROM alert FINAL ORDER BY fingerprint, starts_at");
    }

    /** Rule, state, and the minute after {@code from} with which it fired. */
    private static List<List<String>> told(StoreConnection store, Instant from) throws SQLException {
        return SqlRows.of(
                store,
                "SELECT rule, state, intDiv(toUnixTimestamp(starts_at) - " + from.getEpochSecond()
                        + ", 60) FROM alert FINAL ORDER BY rule, starts_at");
    }

    private static List<List<String>> outcomes(StoreConnection store) throws SQLException {
        return SqlRows.of(store, "SELECT outcome, count() FROM ingest FINAL GROUP BY outcome ORDER BY outcome");
    }

    private static long count(StoreConnection store, String rows) throws SQLException {
        return Long.parseLong(
                SqlRows.of(store, "SELECT count() FROM " + rows).get(0).get(0));
    }

    private static long reports(String topic, List<String> lines) {
        return lines.stream().filter(line -> line.startsWith(topic + "\t")).count();
    }

    private static Instant firstTime(List<String> lines) {
        return lines.stream()
                .map(TIME::matcher)
                .filter(Matcher::find)
                .map(time -> Instant.parse(time.group(1)))
                .findFirst()
                .orElseThrow();
    }

    private static void send(EmbeddedKafka kafka, List<String> lines) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (String line : lines) {
                String[] parts = line.split("\t", 4);
                producer.send(new ProducerRecord<>(parts[0], Integer.parseInt(parts[1]), parts[2], parts[3]));
            }
        }
    }
}
