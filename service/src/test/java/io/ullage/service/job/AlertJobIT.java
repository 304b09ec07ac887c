package io.ullage.service.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ullage.job.rule.RuleReader;
import io.ullage.schema.alert.Alert;
import io.ullage.schema.alert.AlertEnd;
import io.ullage.schema.alert.AlertState;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.forecast.Forecast;
import io.ullage.schema.forecast.ForecastSubject;
import io.ullage.schema.forecast.Verdict;
import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.AgentRole;
import io.ullage.schema.telemetry.PoolKind;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.Report;
import io.ullage.schema.topic.Topic;
import io.ullage.service.clickhouse.ClickHouseExtension;
import io.ullage.service.kafka.EmbeddedKafka;
import io.ullage.service.kafka.KafkaExtension;
import io.ullage.service.kafka.RuleDocuments;
import io.ullage.service.process.Eventually;
import io.ullage.service.store.SqlRows;
import io.ullage.service.store.StoreConnection;
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
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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

/** Alert rules in the job as it is wired for production, between a real broker and a real ClickHouse. */
@Tag("kafka")
@Tag("flink")
@Tag("clickhouse")
@ExtendWith(KafkaExtension.class)
class AlertJobIT {
    private static final long GIB = 1L << 30;
    private static final Duration WAIT = Duration.ofSeconds(120);

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    @TempDir
    Path directory;

    private final TelemetryCodec codec = new TelemetryCodec();
    private final String topic = "alerted-" + UUID.randomUUID();
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(3));
    private EmbeddedKafka kafka;
    private KafkaProducer<byte[], byte[]> producer;
    private int minute;

    @BeforeEach
    void connect(EmbeddedKafka broker) throws Exception {
        kafka = broker;
        RunningJob.createTopics(kafka, topic, 2, Topic.REPORTS.settings());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(topic + ".rules", 1, (short) 1).configs(Topic.RULES.settings()),
                            new NewTopic(topic + ".alerts", 1, (short) 1).configs(Topic.ALERTS.settings()),
                            new NewTopic(topic + ".forecasts", 1, (short) 1).configs(Topic.FORECASTS.settings())))
                    .all()
                    .get(WAIT.toSeconds(), TimeUnit.SECONDS);
        }
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
    void aPoolThatFillsIsToldOnceOverARestartAndAChangeOfRulesUntilItIsEmptied() throws Exception {
        StoreConnection store = clickHouse.connection();
        RuleDocuments documents = new RuleDocuments(kafka.bootstrapServers(), topic + ".rules");
        documents.write("test", rule("90 %", "5m"));
        String savepoint;
        String older;
        try (RunningJob job = run(store, null)) {
            pool(3, 50);
            Eventually.await("rows of the pool", WAIT, () -> rows(store) == 3);
            older = job.savepoint(directory.resolve("savepoints"));
            pool(3, 95);
            Eventually.await("rows of the pool", WAIT, () -> rows(store) == 6);
            // Pending for three minutes of five: the state of the rule is all that knows.
            savepoint = job.savepoint(directory.resolve("savepoints"));
        }
        assertThat(alerts()).isEmpty();

        Instant fires = start.plusSeconds(60 * (3 + 5));
        try (RunningJob job = run(store, savepoint)) {
            pool(6, 95);
            List<Alert> told = await("the firing", 1);
            assertThat(told.get(0).startsAt()).isEqualTo(fires);
            assertThat(told.get(0).annotations()).containsEntry("summary", "p1 is 95.0 % full");
            savepoint = job.savepoint(directory.resolve("savepoints"));
        }
        try (RunningJob job = run(store, savepoint)) {
            pool(6, 96);
            Eventually.await("rows of the pool", WAIT, () -> rows(store) == 18);
            documents.write("test", rule("94 %", "5m").replace("warning", "critical"));
            List<Alert> told = await("the change of the rule", 2);
            assertThat(told.get(1).severity().label()).isEqualTo("critical");
            assertThat(told.get(1).revision()).isEqualTo(2);

            pool(2, 40);
            told = await("the end", 3);
            assertThat(told)
                    .extracting(Alert::startsAt, Alert::state, Alert::revision)
                    .containsExactly(
                            tuple(fires, AlertState.FIRING, 1L),
                            tuple(fires, AlertState.FIRING, 2L),
                            tuple(fires, AlertState.RESOLVED, 3L));
            assertThat(told.get(2).end()).isEqualTo(AlertEnd.CLEARED);
            assertThat(told.get(2).endsAt()).isEqualTo(start.plusSeconds(60 * 18));
            Eventually.await("the row of the alert", WAIT, () -> table(store)
                    .equals(List.of(List.of("PoolFull", "RESOLVED", "CLEARED", "3", "600"))));
            assertThat(job.status().isTerminalState()).isFalse();
        }

        // From before it all: what is told again has the same name, and the table has the same row.
        try (RunningJob job = run(store, older)) {
            List<Alert> again = await("the same again", 5);
            assertThat(again.subList(3, again.size()))
                    .extracting(Alert::fingerprint, Alert::startsAt)
                    .containsOnly(tuple(again.get(0).fingerprint(), fires));
            job.savepoint(directory.resolve("savepoints"));
            assertThat(table(store)).hasSize(1);
        }
    }

    @Test
    void aForecastFiresTheShippedRuleAndALaterOneEndsIt() throws Exception {
        StoreConnection store = clickHouse.connection();
        new RuleDocuments(kafka.bootstrapServers(), topic + ".rules").write("default", RuleReader.defaultText());
        Instant read = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofHours(2));
        try (RunningJob job = run(store, null)) {
            forecast(read, Verdict.FILLING, Duration.ofDays(9));
            List<Alert> told = await("the firing", 1);
            assertThat(told.get(0).rule()).isEqualTo("PoolLikelyFull");
            assertThat(told.get(0).startsAt()).isEqualTo(read);
            assertThat(told.get(0).labels()).containsEntry("pool", "p1");
            assertThat(told.get(0).annotations().get("summary")).startsWith("Pool tank may be full in 9.0 d");

            forecast(read.plusSeconds(3600), Verdict.NOT_FILLING, null);
            told = await("the end", 2);
            assertThat(told.get(1).end()).isEqualTo(AlertEnd.CLEARED);
            assertThat(job.status().isTerminalState()).isFalse();
        }
    }

    private void forecast(Instant read, Verdict verdict, @Nullable Duration full) throws Exception {
        Long seconds = full == null ? null : full.toSeconds();
        Forecast forecast = new Forecast(
                Forecast.VERSION,
                ForecastSubject.POOL,
                "p1",
                "tank",
                read,
                read.plusSeconds(60),
                verdict,
                null,
                80 * GIB,
                100 * GIB,
                null,
                null,
                null,
                1000.0,
                900.0,
                1100.0,
                seconds,
                seconds,
                null,
                Duration.ofDays(180).toSeconds(),
                Duration.ofDays(90).toSeconds(),
                null,
                null,
                null,
                null,
                null,
                null);
        producer.send(new ProducerRecord<>(topic + ".forecasts", "p1".getBytes(), codec.encode(forecast)))
                .get(WAIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static String rule(String over, String holdFor) {
        return """
                rules:
                  - name: PoolFull
                    watch: pool
                    when: usedRatio > %s
                    clear: usedRatio < 80 %%
                    for: %s
                    severity: warning
                    summary: "{{name}} is {{value}} full"
                """.formatted(over, holdFor);
    }

    private RunningJob run(StoreConnection store, String savepoint) throws Exception {
        return RunningJob.start(
                kafka,
                topic,
                clickHouse.server().endpoint(),
                store,
                directory.resolve("checkpoints"),
                savepoint,
                2,
                "--rules-topic",
                topic + ".rules",
                "--alerts-topic",
                topic + ".alerts",
                "--forecasts-topic",
                topic + ".forecasts");
    }

    /** So many minutes more, with the pool that full. */
    private void pool(int minutes, int percent) throws Exception {
        AgentIdentity host = new AgentIdentity("host", AgentRole.HOST, "h1", "h1", null, "test");
        for (int i = 0; i < minutes; i++, minute++) {
            PoolReading reading = new PoolReading(
                    "test",
                    "p1",
                    "p1",
                    PoolKind.LVM_THIN,
                    null,
                    100 * GIB,
                    percent * GIB,
                    (100 - percent) * GIB,
                    null,
                    null,
                    null);
            Report report = Report.whole(host, minute, start.plusSeconds(60L * minute), List.of(reading));
            producer.send(new ProducerRecord<>(topic, "host".getBytes(), codec.encode(report)))
                    .get(WAIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private List<Alert> await(String what, int count) throws Exception {
        List<Alert> told = new ArrayList<>();
        Eventually.await(what, WAIT, () -> {
            told.clear();
            told.addAll(alerts());
            return told.size() >= count;
        });
        return told;
    }

    /** All that a consumer sees who reads only what is committed. */
    private List<Alert> alerts() throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic + ".alerts", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<Alert> alerts = new ArrayList<>();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    alerts.add(codec.decodeAlert(record.value()));
                }
            }
            return alerts;
        }
    }

    private static long rows(StoreConnection store) throws SQLException {
        return Long.parseLong(
                SqlRows.of(store, "SELECT count() FROM pool FINAL").get(0).get(0));
    }

    private static List<List<String>> table(StoreConnection store) throws SQLException {
        return SqlRows.of(
                store,
                "SELECT rule, state, end, revision, toUInt32(toUnixTimestamp(ends_at) - toUnixTimestamp(starts_at)) FROM alert_latest");
    }
}
