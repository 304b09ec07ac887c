package io.ullage.service.estate;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.Require;
import io.ullage.schema.ledger.LedgerClass;
import org.jspecify.annotations.Nullable;

/**
 * Which volumes, and in which order. What is absent does not choose.
 *
 * @param text in the name, id, path, machine or cost centre, in whatever case
 * @param having some bytes in this class of the ledger
 * @param minUtilisation least ratio of what the guest holds to what it was promised, 0 to 1
 * @param maxUtilisation greatest ratio, 0 to 1
 * @param limit rows of a page, 1 to 1000
 * @param after {@link Page#next} of the page before
 */
public record VolumeQuery(
        @Nullable String text,
        @Nullable String poolId,
        @Nullable String tenant,
        @Nullable LedgerClass having,
        @Nullable Double minUtilisation,
        @Nullable Double maxUtilisation,
        VolumeSort sort,
        boolean descending,
        int limit,
        @Nullable String after) {
    public static final int MOST = 1000;

    public VolumeQuery {
        Require.between("limit", limit, 1, MOST);
        requireRatio("minUtilisation", minUtilisation);
        requireRatio("maxUtilisation", maxUtilisation);
    }

    /** The first page of all, those with most to bring back first. */
    public static VolumeQuery first(int limit) {
        return new VolumeQuery(null, null, null, null, null, null, VolumeSort.RECLAIMABLE, true, limit, null);
    }

    /** The first page of those of a pool. */
    public VolumeQuery inPool(String poolId) {
        return new VolumeQuery(
                text, poolId, tenant, having, minUtilisation, maxUtilisation, sort, descending, limit, after);
    }

    private static void requireRatio(String field, @Nullable Double ratio) {
        if (ratio != null && !(ratio >= 0 && ratio <= 1)) {
            throw new InvalidFieldException(field, "must be from 0 to 1", ratio);
        }
    }
}
