package io.ullage.service.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.service.clickhouse.ChdbLibrary;
import io.ullage.service.clickhouse.ClickHouseException;
import io.ullage.service.clickhouse.EmbeddedClickHouse;
import io.ullage.service.process.LoopbackPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The layout for a cluster, as far as the embedded engine goes: it reads every statement as it would be sent, and two of it are two shards
 * with rows in them. What it has not: the queue of {@code ON CLUSTER}, and replicas that take inserts. So each shard is told by itself
 * here, and has one replica.
 */
@Tag("clickhouse")
class ClusterLayoutIT {
    private static final String CLUSTER = "two_shards";
    private static final Path FILES = Path.of("../schema/src/main/resources/io/ullage/schema/clickhouse");
    private static final Instant HOUR =
            Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(2)).plus(Duration.ofHours(23));

    @TempDir
    private static Path directory;

    private static final List<EmbeddedClickHouse> SERVERS = new ArrayList<>();
    private static final List<StoreConnection> FRONTS = new ArrayList<>();

    @BeforeAll
    static void twoShards() throws Exception {
        try {
            ChdbLibrary.locate();
        } catch (ClickHouseException e) {
            Assumptions.abort("needs the embedded ClickHouse: " + e.getMessage());
        }
        List<Integer> ports = List.of(LoopbackPort.orFree(0), LoopbackPort.orFree(0));
        for (int port : ports) {
            Path home = directory.resolve("shard-" + SERVERS.size());
            configure(home, port, ports);
            SERVERS.add(EmbeddedClickHouse.start(home, 0));
        }
        for (EmbeddedClickHouse server : SERVERS) {
            server.awaitReady(Duration.ofMinutes(1));
            StoreConnection front = new StoreConnection(server.url("ullage_front"), "operator", null);
            SqlRows.of(front.in("default"), "SYSTEM START LISTEN TCP");
            FRONTS.add(front);
        }
        for (StoreConnection front : FRONTS) {
            new ClusterFront(front, CLUSTER, "").createDatabases();
            Map<String, String> alone =
                    new HashMap<>(StoreLayout.SINGLE_SERVER.on(CLUSTER).placeholders("ullage_front_shard"));
            alone.put("on_cluster", "");
            alone.put("replicated", "");
            Migrations.apply(front.in("ullage_front_shard"), alone, Migrations.LOCATION, MigrationVersion.LATEST);
        }
        for (StoreConnection front : FRONTS) {
            new ClusterFront(front, CLUSTER, "").create();
        }
    }

    @AfterAll
    static void stop() {
        SERVERS.forEach(EmbeddedClickHouse::close);
    }

    private static void configure(Path home, int tcpPort, List<Integer> ports) throws IOException {
        Files.createDirectories(home.resolve("config.d"));
        Files.createDirectories(home.resolve("users.d"));
        StringBuilder shards = new StringBuilder();
        for (int port : ports) {
            shards.append("<shard><replica><host>127.0.0.1</host><port>%d</port><user>operator</user></replica></shard>"
                    .formatted(port));
        }
        Files.writeString(home.resolve("config.d/cluster.xml"), """
                <clickhouse>
                  <tcp_port>%d</tcp_port>
                  <!-- Half an hour beside the clock: hours and days are UTC's all the same. -->
                  <timezone>Asia/Kolkata</timezone>
                  <remote_servers replace="1"><%s>%s</%s></remote_servers>
                </clickhouse>
                """.formatted(tcpPort, CLUSTER, shards, CLUSTER));
        Files.writeString(home.resolve("users.d/operator.xml"), """
                <clickhouse><users><operator>
                  <password/>
                  <networks><ip>127.0.0.1</ip></networks>
                  <profile>default</profile>
                  <quota>default</quota>
                </operator></users></clickhouse>
                """);
    }

    @Test
    void everyStatementIsReadAsItWouldBeSentToACluster() throws Exception {
        Map<String, String> placeholders = StoreLayout.SINGLE_SERVER.on("main").placeholders("ullage_shard");
        int statements = 0;
        try (Stream<Path> files = Files.list(FILES);
                Connection connection = FRONTS.get(0).in("default").open();
                Statement statement = connection.createStatement()) {
            for (Path file : files.sorted().toList()) {
                for (String sql : statements(Files.readString(file), placeholders)) {
                    // An insert knows no clusters: what was there before a table is copied on one server
                    // (docs/store.md).
                    if (!sql.startsWith("INSERT INTO ")) {
                        assertThat(sql).as(file.toString()).contains("ON CLUSTER 'main'");
                    }
                    if (sql.contains("MergeTree")) {
                        assertThat(sql).as(file.toString()).contains("ENGINE = Replicated");
                    }
                    statement.executeQuery("EXPLAIN AST " + sql).close();
                    statements++;
                }
            }
        }
        assertThat(statements).isGreaterThan(80);
    }

    @Test
    void rowsAreOnTheShardOfTheirVolumeAndEachViewSeesAll() throws Exception {
        List<String> ledgers = new ArrayList<>();
        for (int volume = 0; volume < 40; volume++) {
            for (int slot = 0; slot < 12; slot++) {
                ledgers.add(
                        "(%d, 1, %d000, 'volume-%d', 'v', 'pool-%d', 'h', 'machine-%d', 'image', 'DISK', 1000, 600, 600, 400)"
                                .formatted(
                                        HOUR.plusSeconds(300L * slot).getEpochSecond(),
                                        HOUR.plusSeconds(300L * slot).getEpochSecond(),
                                        volume,
                                        volume % 3,
                                        volume));
            }
        }
        String insert =
                "INSERT INTO ledger (interval_start, revision, time, volume_id, name, pool_id, host_id, machine_id,"
                        + " source, volume_use, provisioned_bytes, allocated_bytes, live_bytes, ullage_bytes) SETTINGS"
                        + " distributed_foreground_insert = 1 VALUES ";
        // Once through each server: a replay that reaches the cluster by another door.
        for (StoreConnection front : FRONTS) {
            SqlRows.of(front, insert + String.join(", ", ledgers));
        }
        List<String> owners = new ArrayList<>();
        for (int machine = 0; machine < 30; machine++) {
            owners.add("('machine-%d', %d, %d, %d, 'test', 'm', '%s')"
                    .formatted(
                            machine,
                            HOUR.minusSeconds(90_000).toEpochMilli(),
                            HOUR.toEpochMilli(),
                            machine,
                            machine < 20 ? "acme" : "beta"));
        }
        SqlRows.of(
                FRONTS.get(1),
                "INSERT INTO inventory (machine_id, since, received, revision, source, machine_name, tenant) SETTINGS"
                        + " distributed_foreground_insert = 1 VALUES " + String.join(", ", owners));

        List<Long> perShard = new ArrayList<>();
        for (StoreConnection front : FRONTS) {
            StoreConnection shard = front.in("ullage_front_shard");
            perShard.add(Long.valueOf(SqlRows.of(shard, "SELECT uniqExact(volume_id) FROM ledger")
                    .get(0)
                    .get(0)));
            RollUps.catchUp(shard);
        }
        assertThat(perShard).allMatch(volumes -> volumes > 0);
        assertThat(perShard.stream().mapToLong(Long::longValue).sum())
                .as("no volume is on two shards")
                .isEqualTo(40);

        for (StoreConnection front : FRONTS) {
            assertThat(SqlRows.of(front, "SELECT count(), sum(live_bytes) FROM volume_history"))
                    .containsExactly(List.of("480", "288000"));
            assertThat(SqlRows.of(front, "SELECT volumes, live_bytes FROM estate_latest"))
                    .containsExactly(List.of("40", "24000"));
            assertThat(SqlRows.of(front, "SELECT count(), sum(intervals), sum(live_bytes) FROM volume_hourly"))
                    .containsExactly(List.of("40", "480", "24000"));
            assertThat(SqlRows.of(
                            front,
                            "SELECT tenant, volumes, provisioned_bytes FROM tenant_hourly ORDER BY tenant NULLS LAST"))
                    .containsExactly(
                            List.of("acme", "20.0", "20000"),
                            List.of("beta", "10.0", "10000"),
                            List.of("null", "10.0", "10000"));
            assertThat(SqlRows.of(
                            front,
                            "SELECT DISTINCT toUnixTimestamp(hour), toString(toDate(hour)) FROM tenant_hourly UNION ALL"
                                    + " SELECT DISTINCT toUInt32(0), toString(day) FROM tenant_daily"))
                    .as("the server's time zone is another")
                    .containsExactlyInAnyOrder(
                            List.of(
                                    Long.toString(HOUR.getEpochSecond()),
                                    HOUR.toString().substring(0, 10)),
                            List.of("0", HOUR.toString().substring(0, 10)));
            assertThat(SqlRows.of(front, "SELECT count(), countIf(tenant = 'acme') FROM volume_owned"))
                    .containsExactly(List.of("40", "20"));
        }
    }

    @Test
    void everyViewCanBeReadThroughTheFront() throws Exception {
        StoreConnection front = FRONTS.get(0);
        List<String> views = SqlRows.of(
                        front,
                        "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine = 'View' ORDER BY name")
                .stream()
                .map(row -> row.get(0))
                .toList();
        assertThat(views).hasSizeGreaterThan(30).contains("volume_latest", "tenant_daily", "snapshot_removal");
        Map<String, String> refused = new HashMap<>();
        for (String view : views) {
            try {
                SqlRows.of(front, "SELECT * FROM " + view + " LIMIT 1");
            } catch (SQLException e) {
                refused.put(view, e.getMessage());
            }
        }
        assertThat(refused).isEmpty();
    }

    @Test
    void theSameMessageInsertedAgainWithItsTokenIsNotStoredAgain() throws Exception {
        StoreConnection front = FRONTS.get(0);
        for (int attempt = 0; attempt < 2; attempt++) {
            SqlRows.of(
                    front,
                    "INSERT INTO pool (interval_start, revision, pool_id, volumes) SETTINGS distributed_foreground_insert = 1,"
                            + " insert_deduplication_token = 'batch-1',"
                            + " deduplicate_blocks_in_dependent_materialized_views = 1 SELECT toDateTime("
                            + HOUR.getEpochSecond() + ", 'UTC'), 1, concat('p', toString(number)), 1 FROM numbers(20)");
        }
        assertThat(SqlRows.of(front, "SELECT count() FROM pool")).containsExactly(List.of("20"));
    }

    /** Statements as they are sent, without comments. */
    private static List<String> statements(String file, Map<String, String> placeholders) {
        Matcher matcher = Pattern.compile("\\$\\{(\\w+)}").matcher(file.replaceAll("(?m)^\\s*--.*$", ""));
        String filled = matcher.replaceAll(found -> Matcher.quoteReplacement(placeholders.get(found.group(1))));
        return Stream.of(filled.split(";\\s*(\n|$)"))
                .map(String::strip)
                .filter(sql -> !sql.isEmpty())
                .toList();
    }
}
