package io.ullage.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.job.row.AlertTables;
import io.ullage.job.row.Column;
import io.ullage.job.row.DedupTables;
import io.ullage.job.row.GrowthTables;
import io.ullage.job.row.Row;
import io.ullage.job.row.Table;
import io.ullage.job.row.Tables;
import io.ullage.schema.catalogue.Catalogue;
import io.ullage.schema.catalogue.Measure;
import io.ullage.schema.catalogue.Subject;
import io.ullage.service.clickhouse.ClickHouseExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Tag("clickhouse")
class MigrationsIT {
    /** What a reading says for the estimate of growth stands with that. */
    private static final Map<Subject, String> GROWTH =
            Map.of(Subject.VOLUME, ", 'snapshot_growth', 'chain_growth'", Subject.SNAPSHOT, ", 'snapshot_growth'");

    private static final String OURS = "classpath:io/ullage/schema/clickhouse";

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.empty();

    @TempDir
    private Path directory;

    @Test
    void appliedTwiceTheSecondTimeDoesNothing() throws Exception {
        assertThat(Migrations.apply(clickHouse.connection())).isNotEmpty();
        assertThat(Migrations.apply(clickHouse.connection())).isEmpty();
    }

    @Test
    void upgradedStepByStepWithRowsEqualsFresh() throws Exception {
        StoreConnection upgraded = clickHouse.connection();
        StoreConnection fresh = clickHouse.another();
        List<String> versions = Migrations.apply(fresh);
        for (String version : versions) {
            assertThat(apply(upgraded, OURS, MigrationVersion.fromVersion(version)))
                    .containsExactly(version);
            insertLedgerRow(upgraded, version);
        }
        assertThat(definitions(upgraded)).isEqualTo(definitions(fresh));
        assertThat(rows(upgraded, "SELECT count() FROM ledger")).containsExactly(List.of(versions.size() + ""));
    }

    @Test
    void aFileThatWasChangedAfterwardsIsRefused() throws Exception {
        StoreConnection store = clickHouse.connection();
        migration("V1__a.sql", "CREATE TABLE IF NOT EXISTS a (n UInt8) ENGINE = MergeTree ORDER BY n;");
        assertThat(apply(store, location(), MigrationVersion.LATEST)).containsExactly("1");
        migration("V1__a.sql", "CREATE TABLE IF NOT EXISTS a (n UInt16) ENGINE = MergeTree ORDER BY n;");
        assertThatThrownBy(() -> apply(store, location(), MigrationVersion.LATEST))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("checksum")
                .hasMessageContaining("version 1");
    }

    @Test
    void aFailedFileIsTakenUpAgainWhenItsCauseIsGone() throws Exception {
        StoreConnection store = clickHouse.connection();
        migration("V1__a.sql", """
                CREATE TABLE IF NOT EXISTS a (n UInt8) ENGINE = MergeTree ORDER BY n;
                CREATE VIEW IF NOT EXISTS b AS SELECT n FROM not_there;
                """);
        assertThatThrownBy(() -> apply(store, location(), MigrationVersion.LATEST))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("not_there");
        rows(store, "CREATE TABLE not_there (n UInt8) ENGINE = MergeTree ORDER BY n");
        assertThat(apply(store, location(), MigrationVersion.LATEST)).containsExactly("1");
        assertThat(rows(store, "SELECT count() FROM b")).containsExactly(List.of("0"));
    }

    @Test
    void whatTheJobsWriteIsWhatTheTablesHave() throws Exception {
        Migrations.apply(clickHouse.connection());
        for (Table<? extends Row> table : tables()) {
            List<List<String>> written = new ArrayList<>();
            for (Column<? extends Row> column : table.columns()) {
                written.add(List.of(column.name(), column.type().sql()));
            }
            List<List<String>> stored = rows(
                    clickHouse.connection(),
                    "SELECT name, if(startsWith(type, 'LowCardinality('), substring(type, 16, length(type) - 16), type)"
                            + " FROM system.columns WHERE database = currentDatabase() AND table = '" + table.name()
                            + "' AND default_kind = '' ORDER BY position");
            assertThat(stored).as(table.name()).isEqualTo(written);
        }
    }

    @Test
    void columnsSayWhatTheCatalogueSays() throws Exception {
        Migrations.apply(clickHouse.connection());
        for (Table<? extends Row> table : tables()) {
            Optional<Subject> subject = Subject.ofTable(table.name());
            assertThat(subject.isEmpty())
                    .as(table.name() + " has no measures: it says whose a machine is, or what its rule looked at")
                    .isEqualTo(List.of("inventory", "alert").contains(table.name()));
            for (List<String> column : rows(
                    clickHouse.connection(),
                    "SELECT name, comment FROM system.columns WHERE database = currentDatabase() AND table = '"
                            + table.name() + "'")) {
                String expected = subject.flatMap(of -> Catalogue.column(of, column.get(0)))
                        .map(Measure::comment)
                        .orElse(column.get(1));
                assertThat(column.get(1))
                        .as(table.name() + "." + column.get(0))
                        .isNotEmpty()
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void everyMeasureIsAColumnOfItsTableOrItsView() throws Exception {
        Migrations.apply(clickHouse.connection());
        for (Subject subject : Subject.values()) {
            if (subject.table().isEmpty()) {
                continue;
            }
            String table = subject.table().orElseThrow();
            String view = (subject == Subject.VOLUME ? "volume" : table) + "_latest";
            List<String> columns = rows(
                            clickHouse.connection(),
                            "SELECT DISTINCT name FROM system.columns WHERE database = currentDatabase() AND table IN ('"
                                    + table + "', '" + view + "'" + GROWTH.getOrDefault(subject, "") + ")")
                    .stream()
                    .map(row -> row.get(0))
                    .toList();
            assertThat(columns)
                    .as(table)
                    .containsAll(Catalogue.of(subject).stream()
                            .filter(measure -> subject != Subject.FILE_SYSTEM
                                    || !measure.name().equals("usedRatio"))
                            .map(Measure::column)
                            .toList());
        }
    }

    private static List<Table<? extends Row>> tables() {
        List<Table<? extends Row>> tables = new ArrayList<>(Tables.ALL);
        tables.addAll(GrowthTables.ALL);
        tables.addAll(DedupTables.ALL);
        tables.addAll(AlertTables.ALL);
        return tables;
    }

    private void migration(String name, String sql) throws Exception {
        Files.writeString(directory.resolve(name), sql);
    }

    private String location() {
        return "filesystem:" + directory;
    }

    private static List<String> apply(StoreConnection store, String location, MigrationVersion target)
            throws SQLException {
        return Migrations.apply(store, StoreLayout.SINGLE_SERVER, location, target);
    }

    private static void insertLedgerRow(StoreConnection store, String volume) throws SQLException {
        rows(
                store,
                "INSERT INTO ledger (interval_start, revision, volume_id, provisioned_bytes, ullage_bytes)"
                        + " VALUES (now(), 1, 'volume-" + volume + "', 4096, 4096)");
    }

    /** Every table, view and column, without the name of the database. */
    private static List<List<String>> definitions(StoreConnection store) throws SQLException {
        List<List<String>> all = new ArrayList<>();
        all.addAll(rows(
                store,
                "SELECT name, replaceAll(create_table_query, currentDatabase(), '') FROM system.tables"
                        + " WHERE database = currentDatabase() AND name NOT LIKE 'flyway%' ORDER BY name"));
        all.addAll(rows(
                store,
                "SELECT table, name, type, default_expression, comment, compression_codec FROM system.columns"
                        + " WHERE database = currentDatabase() AND table NOT LIKE 'flyway%' ORDER BY table, position"));
        assertThat(all).hasSizeGreaterThan(100);
        return all;
    }

    private static List<List<String>> rows(StoreConnection store, String sql) throws SQLException {
        return SqlRows.of(store, sql);
    }
}
