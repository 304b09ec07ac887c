package io.ullage.service.estate;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.Require;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a list, and in which order.
 *
 * @param text in the columns that are searched, in whatever case; absent for all
 * @param filters by name, of {@link Collection#filters}
 * @param sort of {@link Collection#sorts}
 * @param limit rows of a page, 1 to 1000
 * @param after {@link Page#next} of the page before
 */
public record RowQuery(
        Collection collection,
        @Nullable String text,
        Map<String, String> filters,
        String sort,
        boolean descending,
        int limit,
        @Nullable String after) {
    public static final int MOST = 1000;

    public RowQuery {
        filters = Map.copyOf(filters);
        Require.between("limit", limit, 1, MOST);
        if (!collection.sorts().contains(sort)) {
            throw new InvalidFieldException("sort", "must be one of " + collection.sorts(), sort);
        }
        for (String name : filters.keySet()) {
            if (!collection.filters().contains(name)) {
                throw new InvalidFieldException(name, "must be one of " + collection.filters(), name);
            }
        }
    }

    /** The first page of all, in the standard order. */
    public static RowQuery first(Collection collection, int limit) {
        String sort = collection.sorts().iterator().next();
        return new RowQuery(collection, null, Map.of(), sort, collection.descendingByDefault(sort), limit, null);
    }

    /** Those of them with {@code value}. */
    public RowQuery with(String filter, String value) {
        Map<String, String> more = new java.util.HashMap<>(filters);
        more.put(filter, value);
        return new RowQuery(collection, text, more, sort, descending, limit, after);
    }
}
