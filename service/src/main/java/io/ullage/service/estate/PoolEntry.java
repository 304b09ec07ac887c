package io.ullage.service.estate;

import io.ullage.schema.ledger.Ledger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A pool as last read, or the part of it that one tenant has. Sizes in bytes; what nobody knows, and what a tenant is not to know, is absent.
 *
 * @param time start of the interval that it was last read in
 * @param capacityBytes what it can hold; for a tenant absent, as are the other figures of the pool as a whole
 * @param volumes that machines see
 * @param ledger over these volumes
 */
public record PoolEntry(
        String poolId,
        @Nullable String name,
        @Nullable String kind,
        @Nullable String path,
        Instant time,
        @Nullable Long capacityBytes,
        @Nullable Long usedBytes,
        @Nullable Long freeBytes,
        @Nullable Long metadataCapacityBytes,
        @Nullable Long metadataUsedBytes,
        @Nullable Double reportedDedupRatio,
        long volumes,
        @Nullable Long allocatedBytes,
        @Nullable Long guestLiveBytes,
        long snapshotBytes,
        Ledger ledger,
        @Nullable Double usedRatio,
        @Nullable Double metadataUsedRatio,
        @Nullable Double overcommitRatio) {

    static PoolEntry of(Row row) {
        return new PoolEntry(
                row.text("poolId"),
                row.optionalText("name"),
                row.optionalText("poolKind"),
                row.optionalText("path"),
                row.time("intervalStart"),
                row.optionalNumber("capacityBytes"),
                row.optionalNumber("usedBytes"),
                row.optionalNumber("freeBytes"),
                row.optionalNumber("metadataCapacityBytes"),
                row.optionalNumber("metadataUsedBytes"),
                row.optionalRatio("reportedDedupRatio"),
                row.number("volumes"),
                row.optionalNumber("allocatedBytes"),
                row.optionalNumber("guestLiveBytes"),
                row.number("snapshotBytes"),
                row.ledger(),
                row.optionalRatio("usedRatio"),
                row.optionalRatio("metadataUsedRatio"),
                row.optionalRatio("overcommitRatio"));
    }
}
