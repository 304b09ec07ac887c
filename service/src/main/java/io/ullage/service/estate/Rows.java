package io.ullage.service.estate;

import io.ullage.service.estate.Collection.Definition;
import io.ullage.service.store.StoreSessions;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@link Collection collections}. */
public final class Rows {
    /** Every column of a collection. */
    public static final String ALL = "*";

    private final StoreSessions store;

    public Rows(StoreSessions store) {
        this.store = store;
    }

    /** @throws io.ullage.schema.InvalidFieldException if {@code after} is not of this order */
    public Page<Row> page(RowQuery query, Scope scope) throws SQLException {
        return page(query, ALL, scope);
    }

    /**
     * As {@link #page(RowQuery, Scope)}: of a view of many columns those that nobody looks at take half of the time.
     *
     * @param columns separated by commas
     */
    public Page<Row> page(RowQuery query, String columns, Scope scope) throws SQLException {
        Definition definition = query.collection().definition();
        Optional<Listed> listed = chosen(query, scope);
        if (listed.isEmpty()) {
            return new Page<>(List.of(), null);
        }
        return listed.get()
                .narrowed(columns)
                .page(
                        store,
                        definition.sort(query.sort()),
                        query.descending(),
                        definition.rowKey,
                        query.limit(),
                        query.after(),
                        row -> definition.shown(row, scope));
    }

    /** How many there are over all pages. */
    public long count(RowQuery query, Scope scope) throws SQLException {
        Optional<Listed> listed = chosen(query, scope);
        return listed.isEmpty() ? 0 : new Row(listed.get().total(store, "count() AS rows")).number("rows");
    }

    /** The row whose {@code column} is {@code id}; empty as well for one that is outside of the scope. */
    public Optional<Row> one(Collection collection, String column, String id, Scope scope) throws SQLException {
        Definition definition = collection.definition();
        Optional<Listed> listed = definition.in(scope);
        if (listed.isEmpty()) {
            return Optional.empty();
        }
        List<Map<String, Object>> rows = listed.get().where(column + " = ?", id).rows(store, 1);
        return rows.stream().findFirst().map(row -> definition.shown(new Row(row), scope));
    }

    private static Optional<Listed> chosen(RowQuery query, Scope scope) {
        Definition definition = query.collection().definition();
        return definition.in(scope).map(listed -> {
            query.filters()
                    .forEach((name, value) ->
                            listed.where(definition.filter(name).orElseThrow(), value));
            return definition.searched().length == 0 ? listed : listed.containing(query.text(), definition.searched());
        });
    }
}
