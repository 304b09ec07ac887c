package io.ullage.service.store;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A report.
 *
 * @param columns names in the order of reading, also of those that no row has
 * @param rows values by name in that order: {@code String}, {@code Long}, {@code Double}, {@code Boolean}, {@code BigDecimal},
 *     {@code Instant}, {@code List<String>} or a map of texts. What is not known is absent
 */
public record ReportRows(List<String> columns, List<Map<String, Object>> rows) {
    public ReportRows {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * What a query answers, over a connection of its own; its columns under their names in the catalogue.
     *
     * @param parameters for its question marks
     */
    public static ReportRows of(StoreConnection store, String sql, Object... parameters) throws SQLException {
        try (Connection connection = store.open()) {
            return of(connection, sql, parameters);
        }
    }

    static ReportRows of(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet results = statement.executeQuery()) {
                return of(results);
            }
        }
    }

    static ReportRows of(ResultSet results) throws SQLException {
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
        if (jdbc == null || jdbc instanceof String || jdbc instanceof Boolean || jdbc instanceof BigDecimal) {
            return jdbc;
        }
        if (jdbc instanceof Map<?, ?> map) {
            return new TreeMap<>(map);
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
        if (jdbc instanceof java.sql.Date date) {
            return date.toLocalDate().atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        if (jdbc instanceof LocalDate date) {
            return date.atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        throw new SQLException("a value of " + jdbc.getClass() + " is not foreseen");
    }
}
