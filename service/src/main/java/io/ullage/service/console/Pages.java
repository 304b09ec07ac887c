package io.ullage.service.console;

import io.ullage.service.console.Together.Answer;
import io.ullage.service.estate.Collection;
import io.ullage.service.estate.EstateSums;
import io.ullage.service.estate.Guests;
import io.ullage.service.estate.Page;
import io.ullage.service.estate.PoolEntry;
import io.ullage.service.estate.PoolQuery;
import io.ullage.service.estate.PoolSort;
import io.ullage.service.estate.Pools;
import io.ullage.service.estate.Recommendations;
import io.ullage.service.estate.Refusals;
import io.ullage.service.estate.Row;
import io.ullage.service.estate.RowQuery;
import io.ullage.service.estate.Rows;
import io.ullage.service.estate.Scope;
import io.ullage.service.estate.Volumes;
import io.ullage.service.store.StoreSessions;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** What pages are read from. */
record Pages(
        Together together,
        EstateSums sums,
        Pools pools,
        Volumes volumes,
        Guests guests,
        Rows rows,
        Recommendations recommendations,
        Refusals refusals) {
    private static final int CHOICES = 500;

    static Pages of(StoreSessions store, Together together) {
        return new Pages(
                together,
                new EstateSums(store),
                new Pools(store),
                new Volumes(store),
                new Guests(store),
                new Rows(store),
                new Recommendations(store),
                new Refusals(store));
    }

    <T> Answer<T> ask(Together.Question<T> question) {
        return together.ask(question);
    }

    /** A page of a list, and how many there are over all pages. */
    <T> Listed<T> listed(RowQuery query, Scope scope, String path, Function<Row, T> shown) throws SQLException {
        return listed(query, Rows.ALL, scope, path, shown);
    }

    /** The same, of each row these columns alone. */
    <T> Listed<T> listed(RowQuery query, String columns, Scope scope, String path, Function<Row, T> shown)
            throws SQLException {
        Answer<Long> count = ask(() -> rows.count(query, scope));
        Page<Row> page = rows.page(query, columns, scope);
        return Listed.of(query, page, count.get(), path, shown);
    }

    /** The first rows of a list in its standard order. */
    <T> Answer<List<T>> first(RowQuery query, Scope scope, Function<Row, T> shown) {
        return first(query, Rows.ALL, scope, shown);
    }

    /** The same, of each row these columns alone. */
    <T> Answer<List<T>> first(RowQuery query, String columns, Scope scope, Function<Row, T> shown) {
        return ask(() ->
                rows.page(query, columns, scope).items().stream().map(shown).toList());
    }

    <T> Answer<List<T>> first(Collection collection, int most, Scope scope, Function<Row, T> shown) {
        return first(RowQuery.first(collection, most), scope, shown);
    }

    /** By name, for a list to choose from. */
    Answer<List<PoolEntry>> poolChoices(Scope scope) {
        return ask(() -> pools.page(new PoolQuery(null, null, PoolSort.NAME, false, CHOICES, null), scope)
                .items());
    }
}
