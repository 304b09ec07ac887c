package io.ullage.service.estate;

import io.ullage.schema.InvalidFieldException;
import io.ullage.service.store.StoreSessions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one page of a view: conditions, an order that is total, and the row after which the page begins. */
final class Listed {
    private static final String SORT_KEY = "sortKey";
    private static final String ROW_KEY = "rowKey";

    private final String columns;
    private final String from;
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    /** @param from a view, or a query in brackets */
    Listed(String columns, String from, Object... parameters) {
        this.columns = columns;
        this.from = from;
        Collections.addAll(this.parameters, parameters);
    }

    /** The same rows, of each of them only these columns. */
    Listed narrowed(String fewer) {
        Listed narrowed = new Listed(fewer, from, parameters.toArray());
        narrowed.conditions.addAll(conditions);
        return narrowed;
    }

    Listed where(String condition, Object... values) {
        conditions.add("(" + condition + ")");
        Collections.addAll(parameters, values);
        return this;
    }

    /** Only if there is a value. */
    Listed whereGiven(String condition, @Nullable Object value) {
        return value == null ? this : where(condition, value);
    }

    /** Some text in any of the columns, in whatever case. */
    Listed containing(@Nullable String text, String... searched) {
        if (text == null) {
            return this;
        }
        List<String> each = new ArrayList<>();
        for (String column : searched) {
            each.add("positionCaseInsensitiveUTF8(ifNull(" + column + ", ''), ?) > 0");
        }
        return where(
                String.join(" OR ", each),
                Collections.nCopies(searched.length, text).toArray());
    }

    /** All that fulfil the conditions, as one row of {@code aggregates}. */
    Map<String, Object> total(StoreSessions store, String aggregates) throws SQLException {
        return store.read("SELECT " + aggregates + " FROM " + from + whereClause(), parameters.toArray())
                .rows()
                .get(0);
    }

    /** @param id an expression over the columns that no two rows share */
    <T> Page<T> page(
            StoreSessions store,
            SortKey sort,
            boolean descending,
            String id,
            int limit,
            @Nullable String after,
            Function<Row, T> reader)
            throws SQLException {
        String key = sort.kind() == Kind.NUMBER ? "toFloat64(" + sort.expression() + ")" : sort.expression();
        if (after != null) {
            startAfter(Cursor.decode(after, sort, descending), sort, key, id);
        }
        String sql = "SELECT " + columns + ", " + key + " AS sort_key, " + id + " AS row_key FROM " + from
                + whereClause() + " ORDER BY sort_key IS NULL, sort_key " + (descending ? "DESC" : "ASC")
                + ", row_key LIMIT " + (limit + 1);
        List<Map<String, Object>> rows = store.read(sql, parameters.toArray()).rows();
        List<T> items = rows.stream().limit(limit).map(row -> read(row, reader)).toList();
        if (rows.size() <= limit) {
            return new Page<>(items, null);
        }
        Row last = new Row(rows.get(limit - 1));
        Object value = last.value(SORT_KEY);
        Cursor cursor =
                new Cursor(sort.name(), descending, value == null ? null : value.toString(), last.text(ROW_KEY));
        return new Page<>(items, cursor.encoded());
    }

    /** Without pages. */
    List<Map<String, Object>> rows(StoreSessions store, int limit) throws SQLException {
        return store.read(
                        "SELECT " + columns + " FROM " + from + whereClause() + " LIMIT " + limit, parameters.toArray())
                .rows();
    }

    /** What a row of the store breaks is no fault of who asks. */
    private <T> T read(Map<String, Object> row, Function<Row, T> reader) {
        try {
            return reader.apply(content(row));
        } catch (InvalidFieldException broken) {
            throw new IllegalStateException("row " + row.get(ROW_KEY) + " of " + from, broken);
        }
    }

    private static Row content(Map<String, Object> row) {
        Map<String, Object> content = new LinkedHashMap<>(row);
        content.remove(SORT_KEY);
        content.remove(ROW_KEY);
        return new Row(Collections.unmodifiableMap(content));
    }

    private void startAfter(Cursor cursor, SortKey sort, String key, String id) {
        if (cursor.key() == null) {
            where(key + " IS NULL AND " + id + " > ?", cursor.id());
            return;
        }
        Object value = sort.kind() == Kind.NUMBER ? Double.valueOf(cursor.key()) : cursor.key();
        where(
                key + " IS NULL OR " + key + (cursor.descending() ? " < ?" : " > ?") + " OR (" + key + " = ? AND " + id
                        + " > ?)",
                value,
                value,
                cursor.id());
    }

    private String whereClause() {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }
}
