package io.ullage.service.web;

import io.ullage.schema.ledger.LedgerClass;
import io.ullage.service.estate.Collection;
import io.ullage.service.estate.PoolQuery;
import io.ullage.service.estate.PoolSort;
import io.ullage.service.estate.RowQuery;
import io.ullage.service.estate.VolumeQuery;
import io.ullage.service.estate.VolumeSort;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How lists are searched, put in order and paged: the same words in REST and in the console's addresses. */
public final class ListParameters {
    public static final String SEARCH = "q";
    public static final String SORT = "sort";
    public static final String ORDER = "order";
    public static final String LIMIT = "limit";
    public static final String AFTER = "after";

    private static final int DEFAULT_LIMIT = 50;
    private static final int DEFAULT_DAYS = 90;
    private static final int MOST_DAYS = 3650;

    /** Which way. */
    public enum Order {
        ASC,
        DESC
    }

    private ListParameters() {}

    /** {@code q, pool, tenant, class, min-utilisation, max-utilisation, sort, order, limit, after}. */
    public static VolumeQuery volumes(Parameters parameters) {
        VolumeSort chosen = parameters.choice(SORT, VolumeSort.class);
        VolumeSort sort = chosen == null ? VolumeSort.RECLAIMABLE : chosen;
        VolumeQuery query = parameters.build(() -> new VolumeQuery(
                parameters.text(SEARCH),
                parameters.text("pool"),
                parameters.text("tenant"),
                parameters.choice("class", LedgerClass.class),
                parameters.ratio("min-utilisation"),
                parameters.ratio("max-utilisation"),
                sort,
                descending(parameters, sort.descendingByDefault()),
                limit(parameters, VolumeQuery.MOST),
                parameters.text(AFTER)));
        parameters.check();
        return checked(query);
    }

    /** {@code q, kind, sort, order, limit, after}. */
    public static PoolQuery pools(Parameters parameters) {
        PoolSort chosen = parameters.choice(SORT, PoolSort.class);
        PoolSort sort = chosen == null ? PoolSort.USED_RATIO : chosen;
        PoolQuery query = parameters.build(() -> new PoolQuery(
                parameters.text(SEARCH),
                parameters.text("kind"),
                sort,
                descending(parameters, sort.descendingByDefault()),
                limit(parameters, PoolQuery.MOST),
                parameters.text(AFTER)));
        parameters.check();
        return checked(query);
    }

    /** {@code q} where the list is searched, its filters by their names, {@code sort, order, limit, after}. */
    public static RowQuery rows(Collection collection, Parameters parameters) {
        String text = collection.isSearchable() ? parameters.text(SEARCH) : null;
        Map<String, String> filters = new LinkedHashMap<>();
        for (String filter : collection.filters()) {
            String value = parameters.text(filter);
            if (value != null) {
                filters.put(filter, value);
            }
        }
        String chosen = parameters.oneOf(SORT, collection.sorts());
        String sort = chosen == null ? collection.sorts().iterator().next() : chosen;
        RowQuery query = parameters.build(() -> new RowQuery(
                collection,
                text,
                filters,
                sort,
                descending(parameters, collection.descendingByDefault(sort)),
                limit(parameters, RowQuery.MOST),
                parameters.text(AFTER)));
        parameters.check();
        return checked(query);
    }

    /** How many days of history: {@code days}, 90 if nothing else is asked. */
    public static int days(Parameters parameters) {
        int days = parameters.number("days", 1, MOST_DAYS, DEFAULT_DAYS);
        parameters.check();
        return days;
    }

    public static boolean descending(Parameters parameters, boolean otherwise) {
        Order order = parameters.choice(ORDER, Order.class);
        return order == null ? otherwise : order == Order.DESC;
    }

    public static int limit(Parameters parameters, int most) {
        return parameters.number(LIMIT, 1, most, DEFAULT_LIMIT);
    }

    private static <T> T checked(@Nullable T query) {
        if (query == null) {
            throw new IllegalStateException("a broken rule was not told");
        }
        return query;
    }
}
