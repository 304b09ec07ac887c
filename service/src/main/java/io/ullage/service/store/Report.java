package io.ullage.service.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the store says of now: one view of it, read whole, under the names of the catalogue of measures. */
public enum Report {
    /** Each volume as last read, with whose it is, those with most to bring back first. */
    VOLUMES("volume_owned", "dead_bytes + stranded_bytes + zeroed_bytes + reserved_bytes DESC, name, volume_id"),
    /** Each pool as last read, the fullest first. */
    POOLS("pool_latest", "used_ratio DESC NULLS LAST, pool_id"),
    /** Each snapshot as last read, those that hold most back first. */
    SNAPSHOTS("snapshot_latest", "exclusive_bytes DESC NULLS LAST, snapshot_id"),
    /** Guest disks and attached volumes without a counterpart in their last reading. */
    UNMATCHED("unmatched_latest", "machine_id, side, entity_id"),
    /** One row: all disks that machines see. */
    ESTATE("estate_latest", "interval_start");

    private final String view;
    private final String order;

    Report(String view, String order) {
        this.view = view;
        this.order = order;
    }

    /** Reads it over a connection of its own. */
    public ReportRows read(StoreConnection store) throws SQLException {
        try (Connection connection = store.open();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery("SELECT * FROM " + view + " ORDER BY " + order)) {
            return rows(results);
        }
    }

    private static ReportRows rows(ResultSet results) throws SQLException {
        ResultSetMetaData description = results.getMetaData();
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= description.getColumnCount(); i++) {
            columns.add(catalogueName(description.getColumnName(i)));
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        while (results.next()) {
            Map<String, Object> row = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                Object value = value(results.getObject(i + 1));
                if (value != null) {
                    row.put(columns.get(i), value);
                }
            }
            rows.add(Collections.unmodifiableMap(row));
        }
        return new ReportRows(columns, rows);
    }

    /** {@code provisioned_bytes} is {@code provisionedBytes}. */
    static String catalogueName(String column) {
        StringBuilder name = new StringBuilder();
        boolean wordBegins = false;
        for (char c : column.toCharArray()) {
            if (c == '_') {
                wordBegins = true;
            } else {
                name.append(wordBegins ? Character.toUpperCase(c) : c);
                wordBegins = false;
            }
        }
        return name.toString();
    }

    private static @Nullable Object value(@Nullable Object jdbc) throws SQLException {
        if (jdbc == null || jdbc instanceof String || jdbc instanceof Boolean) {
            return jdbc;
        }
        if (jdbc instanceof Double || jdbc instanceof Float) {
            return ((Number) jdbc).doubleValue();
        }
        if (jdbc instanceof java.math.BigInteger large) {
            return large.longValueExact();
        }
        if (jdbc instanceof Number number) {
            return number.longValue();
        }
        if (jdbc instanceof java.sql.Array array) {
            return Arrays.stream((Object[]) array.getArray())
                    .map(String::valueOf)
                    .toList();
        }
        return time(jdbc);
    }

    private static Instant time(Object jdbc) throws SQLException {
        if (jdbc instanceof java.sql.Timestamp timestamp) {
            return timestamp.toInstant();
        }
        if (jdbc instanceof ZonedDateTime zoned) {
            return zoned.toInstant();
        }
        if (jdbc instanceof OffsetDateTime offset) {
            return offset.toInstant();
        }
        if (jdbc instanceof LocalDateTime local) {
            return local.toInstant(ZoneOffset.UTC);
        }
        if (jdbc instanceof LocalDate date) {
            return date.atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        throw new SQLException("a value of " + jdbc.getClass() + " is not foreseen");
    }
}
