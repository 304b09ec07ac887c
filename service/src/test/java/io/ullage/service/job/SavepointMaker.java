package io.ullage.service.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.job.utilisation.UtilisationJobConfig;
import io.ullage.job.utilisation.UtilisationJobMain;
import io.ullage.schema.topic.Topic;
import io.ullage.service.clickhouse.ClickHouseExtension;
import io.ullage.service.kafka.EmbeddedKafka;
import io.ullage.service.kafka.KafkaExtension;
import io.ullage.service.process.Eventually;
import io.ullage.service.store.StoreConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes a fixture of {@link SavepointUpgradeIT}: {@code src/test/resources/savepoint/make} runs it in an older build, so it stands on its own
 * and writes its messages as JSON. Messages are lines of {@code topic, partition, key, value}, parted by tabs; each is sent in its order.
 */
@Tag("kafka")
@Tag("flink")
@Tag("clickhouse")
@ExtendWith(KafkaExtension.class)
@EnabledIfSystemProperty(named = "ullage.savepoint", matches = ".+", disabledReason = "makes a fixture; run by hand")
class SavepointMaker {
    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final String HOST = "host";
    private static final String GUEST = "guest";
    private static final String LONELY = "lonely";
    private static final long GIB = 1L << 30;

    /** At the savepoint one fires, one fires for three volumes, one waits, and one does not know enough yet; as JSON, for a line. */
    private static final String RULES = """
            {"rules": [
             {"name": "Fires", "watch": "volume", "select": {"volume": "vol-a"}, "when": "writtenBytes > 1.2 GiB",
              "staleAfter": "3h", "severity": "warning", "summary": "{{name}} holds {{value}}"},
             {"name": "FiresForMany", "watch": "volume", "cause": ["pool"], "when": "provisionedBytes > 1 GiB",
              "staleAfter": "3h", "severity": "info", "summary": "{{count}} in {{pool}}"},
             {"name": "Waits", "watch": "pool", "when": "usedRatio > 10 %", "for": "2h",
              "staleAfter": "3h", "severity": "critical", "summary": "{{name}} is {{value}} full"},
             {"name": "Measures", "watch": "volume", "when": "rate(writtenBytes, 4h) > 10 MiB/d",
              "staleAfter": "3h", "severity": "warning", "summary": "{{name}} grows by {{value}}"}]}""";

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    @TempDir
    Path directory;

    private final Path fixture = Path.of(System.getProperty("ullage.savepoint"));
    private final String reports = "savepoint-" + fixture.getFileName();
    private final String inventory = reports + ".inventory";
    private final String deadLetters = reports + ".deadletter";
    private final String rules = reports + ".rules";
    private final String alerts = reports + ".alerts";
    private final Instant open = Instant.now().truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
    private final Instant past = open.minus(Duration.ofHours(2));
    private final List<String> lines = new ArrayList<>();

    @Test
    void makes(EmbeddedKafka kafka) throws Exception {
        Files.createDirectories(fixture);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(reports, 2, (short) 1),
                            new NewTopic(inventory, 1, (short) 1),
                            new NewTopic(rules, 1, (short) 1),
                            new NewTopic(alerts, 1, (short) 1),
                            new NewTopic(deadLetters, 1, (short) 1).configs(Topic.DEAD_LETTER.settings())))
                    .all()
                    .get();
        }
        line(rules, 0, "fixture", RULES);
        send(kafka, lines);
        JobClient job = start(kafka, clickHouse.server().endpoint(), clickHouse.connection());
        before();
        send(kafka, lines.subList(1, lines.size()));
        Files.write(fixture.resolve("before.tsv"), lines);
        // Of the past everything is written, of the intervals that are open nothing.
        Eventually.await("rows of the past", WAIT, () -> number("SELECT count() FROM ledger FINAL") == 18);
        Eventually.await(
                "sums of the past",
                WAIT,
                () -> number("SELECT sum(n) FROM (SELECT volumes AS n FROM pool FINAL)") == 18);
        Eventually.await("alerts of the past", WAIT, () -> number("SELECT count() FROM alert FINAL") == 2);
        Eventually.await("snapshots of the past", WAIT, () -> number("SELECT count() FROM snapshot FINAL") >= 6);
        assertThat(number("SELECT count() FROM unmatched FINAL")).isPositive();
        assertThat(number("SELECT max(toUnixTimestamp(interval_start)) FROM ledger"))
                .isLessThan(open.getEpochSecond());
        String made = job.triggerSavepoint(directory.toUri().toString(), SavepointFormatType.CANONICAL)
                .get();
        assertThat(number("SELECT max(toUnixTimestamp(interval_start)) FROM ledger"))
                .isLessThan(open.getEpochSecond());
        job.cancel().get();
        Path savepoint = Path.of(URI.create(made));
        try (var files = Files.list(savepoint)) {
            assertThat(files).as("all state lies in the one file").hasSize(1);
        }
        Files.copy(savepoint.resolve("_metadata"), fixture.resolve("_metadata"));
        lines.clear();
        after();
        Files.write(fixture.resolve("after.tsv"), lines);
    }

    private JobClient start(EmbeddedKafka kafka, URI endpoint, StoreConnection store) throws Exception {
        UtilisationJobConfig config = UtilisationJobConfig.of(
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--reports-topic",
                reports,
                "--rules-topic",
                rules,
                "--alerts-topic",
                alerts,
                "--forecasts-topic",
                "",
                "--inventory-topic",
                inventory,
                "--dead-letter-topic",
                deadLetters,
                "--clickhouse-endpoint",
                endpoint.toString(),
                "--clickhouse-database",
                store.url().substring(store.url().lastIndexOf('/') + 1),
                "--clickhouse-user",
                store.user(),
                "--clickhouse-password-file",
                String.valueOf(store.passwordFile()),
                "--close-delay",
                "PT30S",
                "--state-retention",
                "P36500D",
                "--reports-remembered",
                "P36500D",
                "--checkpoint-interval",
                "PT1S");
        Configuration flink = config.job().flink();
        flink.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ofMebiBytes(1));
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
        UtilisationJobMain.lay(environment, config);
        return environment.executeAsync();
    }

    /** Six intervals of the past, whose guest is silent from the fourth on, and one that is open. */
    private void before() {
        for (int minute = 0; minute < 6; minute++) {
            host(past, minute, 0);
            if (minute < 3) {
                guest(past, minute, "S-A", "S-X");
            }
        }
        report(LONELY, "GUEST", past.plusSeconds(300), disk("vda", "L-1"));
        host(open, 0, 0);
        guest(open, 0, "S-A", "S-X");
        line(reports, 0, HOST, "no report");
        inventory("machine-1", "tenant-a");
    }

    private void after() {
        // Twice: names of reports are remembered.
        host(past, 3, 0);
        host(open, 0, 0);
        guest(open, 0, "S-A", "S-X");
        // Late: the complaint about vol-c is taken back, and later intervals carry what this one says.
        guest(past, 4, "S-A", "S-C");
        host(past, 4, 30);
        host(past, 5, 30);
        report(HOST, "HOST", past.plusSeconds(345), volume("vol-l", "machine-2", "L-1", GIB));
        for (int minute = 6; minute < 9; minute++) {
            host(past, minute, 0);
        }
        guest(open, 1, "S-A", "S-C");
        host(open, 1, 0);
        host(open, 2, 0);
        line(reports, 1, GUEST, "{\"version\": 1, \"agent\": 7}");
        inventory("machine-2", "tenant-b");
    }

    private void host(Instant base, int minute, int second) {
        long written = (8L + minute) * GIB / 8 + second;
        report(
                HOST,
                "HOST",
                base.plusSeconds(60L * minute + second),
                volume("vol-a", "machine-1", "S-A", written),
                volume("vol-b", null, null, 3 * GIB + second),
                volume("vol-c", "machine-1", "S-C", GIB + second),
                """
                {"kind": "snapshot", "source": "fixture", "snapshotId": "snap-a", "volumeId": "vol-a", "poolId": "pool",
                 "name": "before the upgrade", "snapshotKind": "INTERNAL", "created": "%s", "sizeBytes": %d,
                 "exclusiveBytes": %d}""".formatted(past, 32 * GIB, written / 8),
                """
                {"kind": "pool", "source": "fixture", "poolId": "pool", "name": "pool", "poolKind": "LVM_THIN",
                 "capacityBytes": %d, "usedBytes": %d}""".formatted(100 * GIB, 20 * GIB + second));
    }

    private void guest(Instant base, int minute, String serialOfA, String serialOfB) {
        Instant time = base.plusSeconds(60L * minute + 5);
        report(GUEST, "GUEST", time, disk("sda", serialOfA), disk("sdb", serialOfB));
    }

    private void report(String agent, String role, Instant time, String... readings) {
        line(reports, agent.equals(HOST) ? 0 : 1, agent, """
                {"version": 1, "sequence": %d, "part": 0, "parts": 1, "time": "%s",
                 "agent": {"id": "%s", "role": "%s", "hostId": "%s", "hostName": "%s", "softwareVersion": "fixture"%s},
                 "readings": [%s]}""".formatted(
                        time.getEpochSecond(),
                        time,
                        agent,
                        role,
                        "h-" + agent,
                        "h-" + agent,
                        switch (agent) {
                            case GUEST -> ", \"machineId\": \"machine-1\"";
                            case LONELY -> ", \"machineId\": \"machine-2\"";
                            default -> "";
                        },
                        String.join(", ", readings)));
    }

    private static String volume(String id, String machine, String serial, long written) {
        String attachment = machine == null
                ? "\"path\": \"/images/" + id + "\""
                : "\"attachment\": {\"machineId\": \"" + machine + "\", \"serial\": \"" + serial + "\"}";
        return """
                {"kind": "volume", "source": "fixture", "volumeId": "%s", "name": "%s", "format": "raw",
                 "provisioning": "THIN", "use": "DISK", "poolId": "pool", %s, "provisionedBytes": %d,
                 "allocatedBytes": %d, "writtenBytes": %d, "allocationUnitBytes": 4096, "inUse": true}""".formatted(id, id, attachment, 32 * GIB, written, written);
    }

    private static String disk(String name, String serial) {
        return """
                {"kind": "guestDisk", "source": "fixture", "name": "%s", "sizeBytes": %d, "serial": "%s",
                 "liveBytes": %d, "freeBytes": %d, "unseenBytes": 0}""".formatted(name, 32 * GIB, serial, GIB / 2, 32 * GIB - GIB / 2);
    }

    private void inventory(String machine, String tenant) {
        line(inventory, 0, machine, """
                {"version": 1, "machineId": "%s", "since": "%s", "source": "fixture", "machineName": "%s", "tenant": "%s"}""".formatted(machine, past, machine, tenant));
    }

    private void line(String topic, int partition, String key, String value) {
        lines.add(String.join("\t", topic, Integer.toString(partition), key, value.replaceAll("\\s*\n\\s*", " ")));
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

    private long number(String sql) throws Exception {
        try (var connection = clickHouse.jdbc();
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
