package io.ullage.bench.rowsize;

import io.ullage.service.store.ReportRows;
import io.ullage.service.store.StoreConnection;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The same rows with other codecs and other sorting keys. */
final class Alternatives {
    private static final String KEY = "toDate(interval_start), volume_id, interval_start";

    /** For the counts of bytes, for the clock and for the revision in turn. */
    private static final List<String> CODECS = List.of(
            "Delta, ZSTD(3)",
            "Delta, ZSTD(1)",
            "Delta, ZSTD(9)",
            "Delta, LZ4",
            "DoubleDelta, ZSTD(3)",
            "DoubleDelta",
            "T64, ZSTD(3)",
            "T64('bit'), ZSTD(3)",
            "GCD, Delta, ZSTD(3)",
            "GCD, T64, ZSTD(3)",
            "ZSTD(3)");

    private static final Map<String, String> KEYS = new LinkedHashMap<>();

    static {
        KEYS.put("day, volume, interval (as it is)", KEY);
        KEYS.put("volume, interval", "volume_id, interval_start");
        KEYS.put("interval, volume", "interval_start, volume_id");
        KEYS.put("day, pool, volume, interval", "toDate(interval_start), pool_id, volume_id, interval_start");
    }

    private final StoreConnection store;
    private final PrintStream out;

    Alternatives(StoreConnection store, PrintStream out) {
        this.store = store;
        this.out = out;
    }

    /** Milliseconds of a volume's history and of the estate at one moment. */
    interface Queries {
        double[] millis(StoreConnection store, String table) throws SQLException;
    }

    void print(Instant from, Queries queries) throws SQLException {
        String where = " WHERE interval_start >= toDateTime(" + from.getEpochSecond() + ", 'UTC')";
        out.printf(
                "%n| codec | counts of bytes | `time` | `revision` | `guest_age_seconds` | of a row |%n|---|--:|--:|--:|--:|--:|%n");
        for (String codec : CODECS) {
            fill("other", KEY, codec, where);
            out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
                    codec,
                    bytes("other", "column LIKE '%bytes'"),
                    bytes("other", "column = 'time'"),
                    bytes("other", "column = 'revision'"),
                    bytes("other", "column = 'guest_age_seconds'"),
                    bytes("other", "1"));
        }
        out.printf("%n| key | bytes per row | one volume | all at one moment |%n|---|--:|--:|--:|%n");
        for (Map.Entry<String, String> key : KEYS.entrySet()) {
            fill("other", key.getValue(), null, where);
            double[] millis = queries.millis(store, "other");
            out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.0f ms | %.0f ms |%n",
                    key.getKey(),
                    bytes("other", "1"),
                    millis[0],
                    millis[1]);
        }
    }

    private void fill(String table, String key, @Nullable String codec, String where) throws SQLException {
        RowSizeBench.execute(store, "DROP TABLE IF EXISTS " + table + " SYNC");
        RowSizeBench.execute(
                store,
                "CREATE TABLE " + table + " AS measured ENGINE = ReplacingMergeTree(revision)"
                        + " PARTITION BY toYYYYMM(interval_start) ORDER BY (" + key + ")");
        if (codec != null) {
            for (Map<String, Object> column : ReportRows.of(
                            store,
                            "SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = '"
                                    + table
                                    + "' AND default_kind = '' AND (name LIKE '%bytes' OR name IN ('time', 'revision', 'guest_age_seconds'))")
                    .rows()) {
                RowSizeBench.execute(
                        store,
                        "ALTER TABLE " + table + " MODIFY COLUMN " + column.get("name") + " " + column.get("type")
                                + " CODEC(" + codec + ")");
            }
        }
        RowSizeBench.execute(
                store, "INSERT INTO " + table + " SELECT * FROM measured" + where + RowSizeBench.SMALL_BLOCKS);
        RowSizeBench.execute(store, "OPTIMIZE TABLE " + table + " FINAL");
    }

    private double bytes(String table, String columns) throws SQLException {
        return (Double) ReportRows.of(
                        store,
                        "SELECT sum(column_data_compressed_bytes) / (SELECT sum(rows) FROM system.parts WHERE"
                                + " database = currentDatabase() AND table = '" + table + "' AND active) AS bytes"
                                + " FROM system.parts_columns WHERE database = currentDatabase() AND table = '" + table
                                + "' AND active AND " + columns)
                .rows()
                .get(0)
                .get("bytes");
    }
}
