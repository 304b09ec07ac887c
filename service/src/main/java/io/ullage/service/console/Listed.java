package io.ullage.service.console;

import io.ullage.service.estate.Collection;
import io.ullage.service.estate.Page;
import io.ullage.service.estate.Row;
import io.ullage.service.estate.RowQuery;
import io.ullage.service.web.ListParameters;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list, with what it was chosen by.
 *
 * @param count over all pages
 */
record Listed<T>(RowQuery query, List<T> items, @Nullable String after, long count, String path) {
    Listed {
        items = List.copyOf(items);
    }

    static <T> Listed<T> of(RowQuery query, Page<Row> page, long count, String path, Function<Row, T> shown) {
        return new Listed<>(query, page.items().stream().map(shown).toList(), page.next(), count, path);
    }

    Sorted order() {
        Collection collection = query.collection();
        return new Sorted(address(), query.sort(), query.descending(), collection::descendingByDefault);
    }

    /** Without order and place. */
    Address address() {
        Address address = Address.of(path).with(ListParameters.SEARCH, query.text());
        for (String filter : query.collection().filters()) {
            address = address.with(filter, query.filters().get(filter));
        }
        return address.with(ListParameters.LIMIT, query.limit() == 50 ? null : String.valueOf(query.limit()));
    }

    @Nullable
    String filter(String name) {
        return query.filters().get(name);
    }

    boolean isFilter(String name, String value) {
        return value.equals(query.filters().get(name));
    }

    boolean isFiltered() {
        return query.text() != null || !query.filters().isEmpty();
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /** Absent on the first page. */
    @Nullable
    String first() {
        return query.after() == null ? null : order().address().toString();
    }

    @Nullable
    String next() {
        return order().page(after);
    }
}
