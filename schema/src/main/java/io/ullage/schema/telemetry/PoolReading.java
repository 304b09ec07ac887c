package io.ullage.schema.telemetry;

import io.ullage.schema.Require;
import org.jspecify.annotations.Nullable;

/**
 * What volumes draw from.
 *
 * @param poolId stable and unique in the estate
 * @param usedBytes by everybody, also by what Ullage does not know
 * @param metadataCapacityBytes of a pool whose metadata has a room of its own (thin pool)
 * @param reportedDedupRatio logical ÷ stored bytes, as the pool itself says, by its own definition (ZFS: of deduplicated blocks, {@code
 *     dedupratio}). Below 1 where an array's tables cost more than they save: shown as read
 */
public record PoolReading(
        String source,
        String poolId,
        String name,
        PoolKind poolKind,
        @Nullable String path,
        long capacityBytes,
        @Nullable Long usedBytes,
        @Nullable Long freeBytes,
        @Nullable Long metadataCapacityBytes,
        @Nullable Long metadataUsedBytes,
        @Nullable Double reportedDedupRatio)
        implements Reading {
    public PoolReading {
        Require.text("source", source);
        Require.text("poolId", poolId);
        Require.text("name", name);
        Require.present("poolKind", poolKind);
        Require.optionalText("path", path);
        Require.notNegative("capacityBytes", capacityBytes);
        Require.optionalNotNegative("usedBytes", usedBytes);
        Require.optionalNotNegative("freeBytes", freeBytes);
        Require.optionalNotNegative("metadataCapacityBytes", metadataCapacityBytes);
        Require.optionalNotNegative("metadataUsedBytes", metadataUsedBytes);
        Require.optionalPositiveRatio("reportedDedupRatio", reportedDedupRatio);
    }
}
