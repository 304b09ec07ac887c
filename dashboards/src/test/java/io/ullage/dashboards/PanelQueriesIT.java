package io.ullage.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ullage.service.clickhouse.ChdbLibrary;
import io.ullage.service.clickhouse.ClickHouseException;
import io.ullage.service.clickhouse.EmbeddedClickHouse;
import io.ullage.service.store.Migrations;
import io.ullage.service.store.RollUps;
import io.ullage.service.store.StoreConnection;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs every panel's SQL as the plugin would, over three disks in two pools whose figures are known. */
@Tag("clickhouse")
class PanelQueriesIT {
    private static final long GIB = 1L << 30;

    @TempDir
    static Path directory;

    private static EmbeddedClickHouse clickHouse;
    private static StoreConnection writer;
    private static StoreConnection reader;

    @BeforeAll
    static void seed() throws Exception {
        try {
            ChdbLibrary.locate();
        } catch (ClickHouseException e) {
            Assumptions.abort("needs the embedded ClickHouse: " + e.getMessage());
        }
        clickHouse = EmbeddedClickHouse.start(directory, 0).awaitReady(Duration.ofSeconds(60));
        writer = new StoreConnection(
                clickHouse.url(),
                clickHouse.writer().user(),
                clickHouse.writer().passwordFile());
        reader = new StoreConnection(
                clickHouse.url(),
                clickHouse.reader().user(),
                clickHouse.reader().passwordFile());
        Migrations.apply(writer);
        try (Connection connection = writer.open();
                Statement statement = connection.createStatement()) {
            // The mission: 32 GiB that use 5. A second disk is half full, a third one nobody looks into.
            statement.execute(volume("a", "pool-1", 32, "5368709120", 5, 2, 25, 0));
            statement.execute(volume("b", "pool-1", 8, "4294967296", 4, 0, 4, 0));
            statement.execute(volume("c", "pool-2", 16, "NULL", 0, 0, 12, 4));
            statement.execute(pool("pool-1", 20, 18, 2, 40));
            statement.execute(pool("pool-2", 100, 10, 1, 16));
        }
        RollUps.catchUp(writer);
    }

    @AfterAll
    static void stop() {
        if (clickHouse != null) {
            clickHouse.close();
        }
    }

    @Test
    void everyPanelAnswersWithRows() throws SQLException {
        for (Dashboard dashboard : Dashboard.all()) {
            for (JsonNode panel : dashboard.panels()) {
                assertThat(rows(panel, ""))
                        .as("%s, panel %s", dashboard, panel.get("title"))
                        .isNotEmpty();
            }
        }
    }

    @Test
    void utilisationLeavesOutTheDiskThatNobodyLooksInto() throws SQLException {
        assertThat(only("How much of what is provisioned do guests hold?", "", "utilisation"))
                .isEqualTo((5.0 + 4.0) / (32 + 8));
    }

    @ParameterizedTest
    @CsvSource({"'', 56", "'pool-1', 40", "'pool-2', 16"})
    void provisionedFollowsThePoolThatIsChosen(String pool, long gib) throws SQLException {
        assertThat(((Number) only("How much is provisioned?", pool, "provisioned")).longValue())
                .isEqualTo(gib * GIB);
    }

    @Test
    void deadIsTheLowEndOfTheBounds() throws SQLException {
        assertThat(((Number) only("How much would a trim bring back, at least?", "", "dead_low")).longValue())
                .isEqualTo(2 * GIB - GIB / 2);
    }

    @Test
    void theClassesOfTheTrendSumToProvisioned() throws SQLException {
        List<Map<String, Object>> rows = rows(panel("Where is every provisioned byte?"), "");
        assertThat(rows).hasSize(1);
        long sum = rows.get(0).entrySet().stream()
                .filter(entry -> !entry.getKey().equals("time"))
                .mapToLong(entry -> ((Number) entry.getValue()).longValue())
                .sum();
        assertThat(sum).isEqualTo(56 * GIB);
    }

    @Test
    void theFullestPoolComesFirst() throws SQLException {
        List<Map<String, Object>> rows = rows(panel("Which pools are full, and how much have they promised?"), "");
        assertThat(rows).extracting(row -> row.get("pool")).containsExactly("pool-1", "pool-2");
        assertThat(rows).extracting(row -> row.get("used ratio")).containsExactly(0.9, 0.1);
        assertThat(rows).extracting(row -> row.get("over-commit")).containsExactly(2.0, 0.16);
    }

    @Test
    void theEmptiestDiskComesFirst() throws SQLException {
        List<Map<String, Object>> rows = rows(panel("Which disks use least of what they were given?"), "");
        assertThat(rows).extracting(row -> row.get("disk")).containsExactly("a", "b");
        assertThat(rows).extracting(row -> row.get("utilisation")).containsExactly(5.0 / 32, 0.5);
    }

    private static Object only(String title, String pool, String column) throws SQLException {
        List<Map<String, Object>> rows = rows(panel(title), pool);
        assertThat(rows).hasSize(1);
        return rows.get(0).get(column);
    }

    private static JsonNode panel(String title) {
        return Dashboard.all().stream()
                .flatMap(dashboard -> dashboard.panels().stream())
                .filter(panel -> panel.get("title").asText().equals(title))
                .findFirst()
                .orElseThrow();
    }

    private static List<Map<String, Object>> rows(JsonNode panel, String pool) throws SQLException {
        String sql = Macros.expanded(panel.at("/targets/0/rawSql").asText(), pool);
        List<Map<String, Object>> rows = new ArrayList<>();
        try (Connection connection = reader.open();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            ResultSetMetaData columns = result.getMetaData();
            while (result.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.put(columns.getColumnLabel(i), result.getObject(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static String volume(
            String name, String pool, long gib, String guestLive, long live, long dead, long ullage, long unseen) {
        return """
            INSERT INTO ledger (interval_start, revision, time, volume_id, name, pool_id, host_id, source, format, provisioning,
              volume_use, in_use, provisioned_bytes, guest_live_bytes, method, live_bytes, dead_bytes, dead_below_bytes,
              ullage_bytes, unseen_bytes)
            VALUES (toStartOfMinute(now('UTC')), 1, now64(3, 'UTC'), '%1$s', '%1$s', '%2$s', 'host', 'qcow2', 'qcow2', 'THIN',
              'DISK', false, %3$d, %4$s, '%5$s', %6$d, %7$d, %8$d, %9$d, %10$d)
            """.formatted(
                        name,
                        pool,
                        gib * GIB,
                        guestLive,
                        dead > 0 ? "BOUNDED" : "EXACT",
                        live * GIB,
                        dead * GIB,
                        dead > 0 ? GIB / 2 : 0,
                        ullage * GIB,
                        unseen * GIB);
    }

    private static String pool(String name, long capacity, long used, long volumes, long provisioned) {
        return """
            INSERT INTO pool (interval_start, revision, pool_id, name, pool_kind, capacity_bytes, used_bytes, volumes, provisioned_bytes)
            VALUES (toStartOfMinute(now('UTC')), 1, '%1$s', '%1$s', 'DATASTORE', %2$d, %3$d, %4$d, %5$d)
            """.formatted(name, capacity * GIB, used * GIB, volumes, provisioned * GIB);
    }
}
