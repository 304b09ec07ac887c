package io.ullage.service.estate;

import io.ullage.schema.Require;
import org.jspecify.annotations.Nullable;

/**
 * Which pools, and in which order. What is absent does not choose.
 *
 * @param text in the name, id or path, in whatever case
 * @param kind such as {@code LVM_THIN}
 * @param limit rows of a page, 1 to 1000
 * @param after {@link Page#next} of the page before
 */
public record PoolQuery(
        @Nullable String text,
        @Nullable String kind,
        PoolSort sort,
        boolean descending,
        int limit,
        @Nullable String after) {
    public static final int MOST = 1000;

    public PoolQuery {
        Require.between("limit", limit, 1, MOST);
    }

    /** The first page of all, the fullest first. */
    public static PoolQuery first(int limit) {
        return new PoolQuery(null, null, PoolSort.USED_RATIO, true, limit, null);
    }
}
