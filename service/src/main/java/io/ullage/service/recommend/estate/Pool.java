package io.ullage.service.recommend.estate;

import io.ullage.schema.telemetry.PoolKind;
import org.jspecify.annotations.Nullable;

/**
 * A pool as last read.
 *
 * @param kind absent where nobody read the pool itself, only volumes in it
 * @param path on its host; of a file system, where it is mounted
 * @param volumes that a machine sees
 * @param reportedDedupRatio logical ÷ stored bytes, as the pool itself says
 */
public record Pool(
        String poolId,
        String name,
        @Nullable PoolKind kind,
        @Nullable String path,
        @Nullable Long capacityBytes,
        @Nullable Long usedBytes,
        @Nullable Long freeBytes,
        @Nullable Long metadataCapacityBytes,
        @Nullable Long metadataUsedBytes,
        @Nullable Double reportedDedupRatio,
        long volumes) {

    /** Equal blocks are stored once in it, as it says itself. */
    public boolean deduplicates() {
        return reportedDedupRatio != null && reportedDedupRatio > 1;
    }

    public @Nullable Double usedRatio() {
        return usedBytes == null || capacityBytes == null || capacityBytes == 0
                ? null
                : (double) usedBytes / capacityBytes;
    }

    public @Nullable Double metadataUsedRatio() {
        return metadataUsedBytes == null || metadataCapacityBytes == null || metadataCapacityBytes == 0
                ? null
                : (double) metadataUsedBytes / metadataCapacityBytes;
    }
}
