package io.ullage.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.agent.AgentMain;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.telemetry.Report;
import io.ullage.schema.topic.Topic;
import io.ullage.service.cli.CommandRun;
import io.ullage.service.clickhouse.ChdbLibrary;
import io.ullage.service.clickhouse.ClickHouseException;
import io.ullage.service.clickhouse.EmbeddedClickHouse;
import io.ullage.service.kafka.Topics;
import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import io.ullage.service.process.Eventually;
import io.ullage.service.process.OwnerOnlyFile;
import io.ullage.service.store.Migrations;
import io.ullage.service.store.RollUps;
import io.ullage.service.store.SqlRows;
import io.ullage.service.store.StoreConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jobs as {@code ullage job submit} gives them to a cluster of one JobManager and two TaskManagers, beside three brokers: every process
 * is killed under load, and in the end each report counts once. {@code -Dullage.fault.rounds=N} goes round N times.
 */
@Tag("kafka")
@Tag("flink")
@Tag("clickhouse")
class StandaloneClusterIT {
    private static final Duration WAIT = Duration.ofSeconds(240);
    private static final int ROUNDS = Integer.getInteger("ullage.fault.rounds", 1);
    private static final int PARALLELISM = 4;

    private final TelemetryCodec codec = new TelemetryCodec();

    @TempDir
    Path directory;

    private KafkaCluster kafka;
    private FlinkCluster flink;
    private EmbeddedClickHouse clickHouse;
    private StoreConnection store;
    private int agentKills;

    @BeforeAll
    static void needs() {
        try {
            ChdbLibrary.locate();
        } catch (ClickHouseException e) {
            Assumptions.abort("needs the embedded ClickHouse: " + e.getMessage());
        }
        try {
            JobJar.locate(null);
        } catch (CommandException e) {
            Assumptions.abort("needs the jar that 'mvn package' makes: " + e.getMessage());
        }
    }

    @Test
    void countsEveryReadingOnceWhicheverProcessIsKilled() throws Exception {
        try (KafkaCluster brokers = KafkaCluster.start(directory);
                FlinkCluster cluster = FlinkCluster.start(directory)) {
            kafka = brokers;
            flink = cluster;
            Topics.create(kafka.bootstrapServers(), KafkaCluster.REPLICATION);
            clickHouse =
                    EmbeddedClickHouse.start(directory.resolve("clickhouse"), 0).awaitReady(WAIT);
            store = new StoreConnection(
                    clickHouse.url(),
                    clickHouse.writer().user(),
                    clickHouse.writer().passwordFile());
            Migrations.apply(store);
            OwnerOnlyFile.write(directory.resolve("kafka.properties"), KafkaCluster.clientProperties());
            submit("utilisation", PARALLELISM);
            try (ReportLoad load = ReportLoad.start(kafka.bootstrapServers());
                    ServerProcess agent = agent()) {
                for (int round = 0; round < ROUNDS; round++) {
                    killEach(load, agent, round);
                }
                stopAndSubmitWith(2, load);
                load.finish();
                agent.close();
                awaitAll(load);
                assertThat(stored()).isEqualTo(load.truth());
                assertThat(pooled()).isEqualTo(load.truth());
                RollUps.catchUp(store);
                assertThat(rolledUp()).isEqualTo(load.truth());
                agentCountsOnce();
            }
            submit("dedup", 1);
            CommandRun list = job("list", "--flink", flink.url().toString(), "--format", "csv");
            assertThat(list.exitCode()).as(list.out()).isEqualTo(ExitCode.OK);
            assertThat(list.out()).contains("ullage-utilisation,", "ullage-dedup,");
            assertThat(directory.resolve("jobmanager.log")).content().doesNotContain(KafkaCluster.PASSWORD);
        } finally {
            if (clickHouse != null) {
                clickHouse.close();
            }
        }
    }

    private void killEach(ReportLoad load, ServerProcess agent, int round) throws Exception {
        progress("the first rows", load);

        ServerProcess broker = kafka.leaderOf(Topic.REPORTS.topicName(), round % Topic.REPORTS.partitions());
        broker.kill();
        progress("rows without a broker", load);
        broker.startAgain();
        kafka.awaitBrokers();

        ServerProcess taskManager = flink.taskManager(round % 2);
        taskManager.kill();
        taskManager.startAgain();
        progress("rows after a TaskManager", load);

        int port = clickHouse.port();
        ProcessHandle.of(clickHouse.pid()).orElseThrow().destroyForcibly();
        clickHouse.onExit().get(WAIT.toSeconds(), TimeUnit.SECONDS);
        agent.kill();
        agentKills++;
        // Longer than a batch is tried again: the job fails over, and reads what came meanwhile once more.
        Instant away = load.now().plus(ReportLoad.INTERVAL.multipliedBy(40));
        Eventually.await("load while the store is away", WAIT, () -> load.now().isAfter(away));
        agent.startAgain();
        clickHouse =
                EmbeddedClickHouse.start(directory.resolve("clickhouse"), port).awaitReady(WAIT);
        progress("rows after ClickHouse", load);

        flink.jobManager().kill();
        flink.jobManager().startAgain();
        flink.awaitFreeSlots();
        CommandRun none = job("list", "--flink", flink.url().toString());
        assertThat(none.exitCode()).as("a JobManager forgets").isEqualTo(ExitCode.PARTIAL);
        assertThat(none.err()).contains("--from-savepoint latest");
        submit("utilisation", PARALLELISM, "--from-savepoint", "latest");
        progress("rows after the JobManager", load);
    }

    private void stopAndSubmitWith(int parallelism, ReportLoad load) throws Exception {
        CommandRun stopped = job("stop", "--flink", flink.url().toString());
        assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(ExitCode.OK);
        assertThat(stopped.out()).contains("stopped with file:");
        flink.awaitFreeSlots();
        submit("utilisation", parallelism, "--from-savepoint", "latest");
        progress("rows at another parallelism", load);
    }

    private void submit(String name, int parallelism, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "submit",
                "--flink",
                flink.url().toString(),
                "--job",
                name,
                "--kafka",
                kafka.loginServers(),
                "--kafka-properties",
                directory.resolve("kafka.properties").toString(),
                "--clickhouse",
                store.url(),
                "--clickhouse-user",
                store.user(),
                "--clickhouse-password-file",
                String.valueOf(store.passwordFile()),
                "--checkpoint-directory",
                directory.resolve("checkpoints").toString(),
                "--parallelism",
                Integer.toString(parallelism)));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--", "--checkpoint-interval", "PT2S", "--clickhouse-retry-for", "PT3S"));
        if (name.equals("utilisation")) {
            arguments.addAll(List.of("--interval", ReportLoad.INTERVAL.toString()));
        }
        CommandRun submitted = job(arguments.toArray(String[]::new));
        assertThat(submitted.exitCode()).as(submitted.err()).isEqualTo(ExitCode.OK);
        assertThat(submitted.out()).startsWith("ullage-" + name + " runs as ");
    }

    private static CommandRun job(String... arguments) {
        List<String> all = new ArrayList<>(List.of("job"));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private ServerProcess agent() throws Exception {
        Path config = directory.resolve("agent.yaml");
        Files.writeString(config, """
                stateDirectory: %s
                interval: 2s
                jitter: 0s
                kafka: {bootstrapServers: ["%s"]}
                metrics: {enabled: false}
                """.formatted(
                        directory.resolve("agent"), kafka.bootstrapServers().replace(",", "\", \"")));
        return ServerProcess.start(
                "agent",
                directory,
                System.getProperty("java.class.path"),
                List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"),
                AgentMain.class.getName(),
                List.of("--config", config.toString()));
    }

    /** Until rows stand of an interval that was not yet sent when this was called. */
    private void progress(String what, ReportLoad load) throws Exception {
        long after = load.now().getEpochSecond();
        Eventually.await(
                what,
                WAIT,
                () -> number("SELECT max(toUnixTimestamp(interval_start)) FROM ledger WHERE source = '"
                                + ReportLoad.SOURCE + "'")
                        > after);
    }

    private void awaitAll(ReportLoad load) throws Exception {
        Eventually.await("all rows", WAIT, () -> stored().rows() >= load.truth().rows());
        Eventually.await(
                "all pools", WAIT, () -> pooled().rows() >= load.truth().rows());
        Eventually.await(
                "all reports",
                WAIT,
                () -> number("SELECT count() FROM ingest FINAL WHERE agent_id LIKE 'fault-%'") >= load.reports());
        assertThat(number("SELECT count() FROM ingest FINAL WHERE agent_id LIKE 'fault-%'"))
                .isEqualTo(load.reports());
    }

    private ReportLoad.Totals stored() {
        return totals(
                "SELECT count(), sum(provisioned_bytes), sum(allocated_bytes), sum(written_bytes) FROM ledger FINAL"
                        + " WHERE source = '" + ReportLoad.SOURCE + "'");
    }

    private ReportLoad.Totals pooled() {
        return totals("SELECT sum(p.volumes), sum(p.provisioned_bytes), sum(p.allocated_bytes), sum(p.written_bytes)"
                + " FROM pool AS p FINAL WHERE pool_id LIKE 'fault-pool-%'");
    }

    private ReportLoad.Totals rolledUp() {
        return totals(
                "SELECT sum(intervals), sum(provisioned_bytes_sum), sum(allocated_bytes_sum), sum(written_bytes_sum)"
                        + " FROM ledger_hourly FINAL WHERE volume_id LIKE 'fault-volume-%'");
    }

    private ReportLoad.Totals totals(String sql) {
        try {
            List<String> row = SqlRows.of(store, sql).get(0);
            return new ReportLoad.Totals(
                    Long.parseLong(row.get(0)),
                    Long.parseLong(row.get(1)),
                    Long.parseLong(row.get(2)),
                    Long.parseLong(row.get(3)));
        } catch (SQLException away) {
            return new ReportLoad.Totals(0, 0, 0, 0);
        }
    }

    private long number(String sql) {
        try {
            return Long.parseLong(SqlRows.of(store, sql).get(0).get(0));
        } catch (SQLException away) {
            // The server is away, or being started again.
            return 0;
        }
    }

    /** What the real agent sent, through its spool and a kill, against what the job counted of it. */
    private void agentCountsOnce() throws Exception {
        Map<String, Long> readings = new HashMap<>();
        Map<Long, String> sequences = new HashMap<>();
        String agentId = "";
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.REPORTS.topicName()).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(500))) {
                    Report report = codec.decodeReport(each.value()).report();
                    if (!report.agent().id().startsWith("fault-")) {
                        agentId = report.agent().id();
                        String name = report.time() + "/" + report.part();
                        readings.put(name, (long) report.readings().size());
                        sequences.put(report.sequence(), name);
                    }
                }
            }
        }
        String of = " FROM ingest FINAL WHERE agent_id = '" + agentId + "' AND outcome IN ('EMITTED', 'LATE')";
        Eventually.await("the agent's reports", WAIT, () -> number("SELECT count()" + of) >= readings.size());
        assertThat(number("SELECT count()" + of)).isEqualTo(readings.size()).isPositive();
        assertThat(number("SELECT sum(readings)" + of))
                .isEqualTo(readings.values().stream().mapToLong(Long::longValue).sum());
        long last = sequences.keySet().stream().mapToLong(Long::longValue).max().orElseThrow();
        // A cycle that was being read when the kill came has used its number and was never promised.
        assertThat(last + 1 - sequences.size()).as("cycles that did not arrive").isBetween(0L, (long) agentKills);
    }
}
