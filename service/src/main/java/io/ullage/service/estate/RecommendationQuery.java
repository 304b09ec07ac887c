package io.ullage.service.estate;

import io.ullage.schema.Require;
import io.ullage.service.recommend.life.State;
import org.jspecify.annotations.Nullable;

/**
 * Which recommendations, and in which order. What is absent does not choose.
 *
 * @param text in the target's name or id, or the id, in whatever case
 * @param rule such as {@code trim}
 * @param limit rows of a page, 1 to 1000
 * @param after {@link Page#next} of the page before
 */
public record RecommendationQuery(
        @Nullable String text,
        @Nullable String rule,
        @Nullable State state,
        @Nullable String poolId,
        @Nullable String tenant,
        RecommendationSort sort,
        boolean descending,
        int limit,
        @Nullable String after) {
    public static final int MOST = 1000;

    public RecommendationQuery {
        Require.between("limit", limit, 1, MOST);
    }

    /** The open ones that return most. */
    public static RecommendationQuery best(int limit) {
        return new RecommendationQuery(
                null, null, State.OPEN, null, null, RecommendationSort.BYTES, true, limit, null);
    }

    /** The same in a pool. */
    public RecommendationQuery inPool(String pool) {
        return new RecommendationQuery(text, rule, state, pool, tenant, sort, descending, limit, after);
    }
}
