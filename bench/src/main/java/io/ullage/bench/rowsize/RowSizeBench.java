package io.ullage.bench.rowsize;

import io.ullage.job.clickhouse.ClickHouseSettings;
import io.ullage.job.clickhouse.Inserts;
import io.ullage.job.utilisation.ReportReplay;
import io.ullage.job.utilisation.UtilisationSettings;
import io.ullage.service.clickhouse.EmbeddedClickHouse;
import io.ullage.service.simulate.Fleet;
import io.ullage.service.simulate.SimulationPlan;
import io.ullage.service.store.Migrations;
import io.ullage.service.store.ReportRows;
import io.ullage.service.store.StoreConnection;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Makes a fleet's ledgers, loads them into the embedded ClickHouse, merges, and prints what a row takes, per column and in all.
 *
 * <p>The rows are those of {@code ullage simulate}: its fleet speaks, with the jitter and the outages of its agents, and the job's own joins and
 * estimators make the ledgers. That is a CPU-bound minute per million rows or so; days beyond {@code --simulated} repeat the simulated ones,
 * shifted by their number. Compression does not profit from that: a block holds some hundred volumes of one day, and never the same
 * volume of two days that are a repetition apart.
 */
@Command(name = "row-size", mixinStandardHelpOptions = true)
public final class RowSizeBench implements Callable<Integer> {
    private static final Instant END = Instant.parse("2026-11-01T00:00:00Z");
    private static final Duration STEP = Duration.ofMinutes(5);
    private static final int ROUNDS = 7;

    /** Reading and writing all columns at once takes more than a query may take on a node. */
    static final String SMALL_BLOCKS =
            " SETTINGS max_threads = 1, max_insert_threads = 1, max_insert_block_size = 131072, min_insert_block_size_rows = 131072,"
                    + " min_insert_block_size_bytes = 67108864, max_memory_usage = 1500000000";

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    @Option(names = "--volumes", defaultValue = "1000")
    private int volumes;

    @Option(names = "--days", split = ",", defaultValue = "30", description = "one size or several, growing")
    private List<Integer> days = List.of();

    @Option(
            names = "--simulated",
            defaultValue = "0",
            description = "days that are simulated; 0: those of the first size")
    private int simulated;

    @Option(names = "--reuse", description = "the directory holds the simulated days of an earlier run")
    private boolean reuse;

    @Option(names = "--seed", defaultValue = "1")
    private long seed;

    @Option(names = "--alternatives", description = "also with other codecs and keys, over this many of the days")
    private int alternativeDays;

    @Option(names = "--directory", required = true, description = "scratch: about 30 bytes for each row")
    private Path directory = Path.of(".");

    public static void main(String... args) {
        System.exit(new CommandLine(new RowSizeBench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path more = Files.createDirectories(directory.resolve("config.d")).resolve("memory.xml");
        Files.writeString(
                more, "<clickhouse><max_server_memory_usage>3221225472</max_server_memory_usage></clickhouse>");
        try (EmbeddedClickHouse clickHouse = EmbeddedClickHouse.start(directory, 0)) {
            clickHouse.awaitReady(Duration.ofMinutes(1));
            StoreConnection store = new StoreConnection(
                    clickHouse.url(),
                    clickHouse.writer().user(),
                    clickHouse.writer().passwordFile());
            Migrations.apply(store);
            if (!reuse) {
                // The same columns, codecs, key and engine, without the views that an insert feeds.
                execute(store, "CREATE TABLE measured AS ledger");
                load(clickHouse);
            }
            for (int size : days) {
                repeat(store, size);
                merge(store);
                printColumns(store, size);
                printQueries(store);
            }
            if (alternativeDays > 0) {
                new Alternatives(store, out).print(END.minus(Duration.ofDays(alternativeDays)), this::queryMillis);
            }
        }
        return 0;
    }

    private void load(EmbeddedClickHouse clickHouse) throws Exception {
        UtilisationSettings standard = UtilisationSettings.DEFAULTS;
        ReportReplay replay = new ReportReplay(new UtilisationSettings(
                STEP,
                standard.guestCarriedIntervals(),
                standard.closeDelay(),
                standard.rewriteDelay(),
                standard.stateRetention(),
                standard.reportsRemembered()));
        Inserts inserts = Inserts.over(ClickHouseSettings.of(
                clickHouse.endpoint().toString(),
                "ullage",
                clickHouse.writer().user(),
                clickHouse.writer().passwordFile().toString()));
        long begun = System.nanoTime();
        try (LedgerLoad load = new LedgerLoad(replay, inserts, "measured")) {
            new Fleet(SimulationPlan.ofDays(volumes, simulatedDays(), seed, STEP, END)).tell(load, steps -> {});
            long rows = load.finish();
            double seconds = (System.nanoTime() - begun) / 1e9;
            out.printf(
                    Locale.ROOT,
                    "%,d volumes, %d days simulated: %,d rows in %.0f s%n",
                    volumes,
                    simulatedDays(),
                    rows,
                    seconds);
        }
    }

    private int simulatedDays() {
        return simulated == 0 ? days.get(0) : simulated;
    }

    /** Day by day, so that one insert stays small. */
    private void repeat(StoreConnection store, int size) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (Map<String, Object> row : ReportRows.of(
                        store,
                        "SELECT name FROM system.columns WHERE database = currentDatabase() AND table = 'measured'"
                                + " AND default_kind = '' ORDER BY position")
                .rows()) {
            columns.add((String) row.get("name"));
        }
        List<String> shifted = columns.stream()
                .map(column -> column.equals("interval_start") || column.equals("time")
                        ? column + " - INTERVAL %1$d DAY"
                        : column)
                .toList();
        long loaded = (Long) ReportRows.of(store, "SELECT uniqExact(toDate(interval_start)) AS n FROM measured")
                .rows()
                .get(0)
                .get("n");
        for (int day = (int) loaded; day < size; day++) {
            int shift = day / simulatedDays() * simulatedDays();
            Instant from = END.minus(Duration.ofDays(day % simulatedDays() + 1L));
            execute(
                    store,
                    String.format(
                            Locale.ROOT,
                            "INSERT INTO measured (" + String.join(", ", columns) + ") SELECT "
                                    + String.join(", ", shifted)
                                    + " FROM measured WHERE toDate(interval_start) = toDate('%2$s')" + SMALL_BLOCKS,
                            shift,
                            from.toString().substring(0, 10)));
        }
    }

    private static void merge(StoreConnection store) throws SQLException {
        for (Map<String, Object> partition : ReportRows.of(
                        store,
                        "SELECT DISTINCT partition FROM system.parts WHERE database = currentDatabase() AND table = 'measured'"
                                + " AND active ORDER BY partition")
                .rows()) {
            execute(store, "OPTIMIZE TABLE measured PARTITION '" + partition.get("partition") + "' FINAL");
        }
    }

    private void printColumns(StoreConnection store, int size) throws SQLException {
        Map<String, Object> all = ReportRows.of(
                        store,
                        "SELECT sum(rows) AS r, count() AS parts, sum(bytes_on_disk) / sum(rows) AS disk,"
                                + " sum(data_compressed_bytes) / sum(rows) AS compressed,"
                                + " sum(data_uncompressed_bytes) / sum(rows) AS uncompressed FROM system.parts"
                                + " WHERE database = currentDatabase() AND table = 'measured' AND active")
                .rows()
                .get(0);
        out.printf(
                Locale.ROOT,
                "%,d volumes, %d days: %,d rows in %d parts; a row %.2f B compressed (%.2f with indices), %.0f B uncompressed%n",
                volumes,
                size,
                (Long) all.get("r"),
                (Long) all.get("parts"),
                (Double) all.get("compressed"),
                (Double) all.get("disk"),
                (Double) all.get("uncompressed"));
        out.printf("%n| column | codec | bytes per row |%n|---|---|--:|%n");
        for (Map<String, Object> column : ReportRows.of(
                        store,
                        "SELECT c.name AS column, c.compression_codec AS codec, p.bytes AS bytes FROM system.columns AS c"
                                + " INNER JOIN (SELECT column, sum(column_data_compressed_bytes) / sum(rows) AS bytes"
                                + " FROM system.parts_columns WHERE database = currentDatabase() AND table = 'measured'"
                                + " AND active GROUP BY column) AS p ON c.name = p.column"
                                + " WHERE c.database = currentDatabase() AND c.table = 'measured' ORDER BY bytes DESC")
                .rows()) {
            out.printf(
                    Locale.ROOT,
                    "| `%s` | %s | %.3f |%n",
                    column.get("column"),
                    column.getOrDefault("codec", ""),
                    (Double) column.get("bytes"));
        }
        out.println();
    }

    private void printQueries(StoreConnection store) throws SQLException {
        double[] millis = queryMillis(store, "measured");
        out.printf(
                Locale.ROOT,
                "one volume's history %.0f ms, all volumes at one moment %.0f ms%n%n",
                millis[0],
                millis[1]);
    }

    /** Medians: a volume's whole history, and the estate at one moment. */
    private double[] queryMillis(StoreConnection store, String table) throws SQLException {
        String volume = (String) ReportRows.of(store, "SELECT volume_id FROM measured LIMIT 1 OFFSET 1000")
                .rows()
                .get(0)
                .get("volumeId");
        long moment = END.minus(Duration.ofHours(36)).getEpochSecond();
        return new double[] {
            median(
                    store,
                    "SELECT count(), sum(live_bytes), sum(dead_bytes), max(allocated_bytes) FROM " + table
                            + " FINAL WHERE volume_id = '" + volume + "'"),
            median(
                    store,
                    "SELECT count(), sum(live_bytes), sum(dead_bytes), max(allocated_bytes) FROM " + table
                            + " FINAL WHERE toDate(interval_start) = toDate(toDateTime(" + moment
                            + ", 'UTC')) AND interval_start = toDateTime(" + moment + ", 'UTC')")
        };
    }

    private static double median(StoreConnection store, String sql) throws SQLException {
        List<Double> millis = new ArrayList<>();
        try (Connection connection = store.open();
                Statement statement = connection.createStatement()) {
            for (int round = 0; round < ROUNDS; round++) {
                long begun = System.nanoTime();
                statement
                        .executeQuery(sql + " SETTINGS do_not_merge_across_partitions_select_final = 1")
                        .close();
                millis.add((System.nanoTime() - begun) / 1e6);
            }
        }
        millis.sort(null);
        return millis.get(ROUNDS / 2);
    }

    static void execute(StoreConnection store, String sql) throws SQLException {
        try (Connection connection = store.open();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
