package io.ullage.job.growth;

import io.ullage.job.trend.Trend;
import io.ullage.schema.telemetry.SnapshotKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot, or an overlay, which is what a snapshot outside the image grows into.
 *
 * @param snapshotId of the snapshot; of an overlay, its volumeId
 * @param volumeId that the snapshot belongs to; of an overlay, its parent
 * @param chainId the volume at the bottom
 * @param created absent where nobody knows, as of overlays
 * @param exclusiveBytes held by it alone; of an overlay, what it occupies
 * @param exclusiveAllocatedBytes of these, what the pool really holds
 * @param withOlderBytes what deleting it and all older ones of its volume returns; of an overlay absent
 * @param parentGrowthBytes by which an overlay's parent grows, all in all, if it is committed
 * @param parentPeakBytes by which it grows at most while that runs
 * @param trend of {@code exclusiveBytes}
 */
public record SnapshotGrowth(
        String snapshotId,
        String volumeId,
        String chainId,
        String poolId,
        String name,
        SnapshotKind kind,
        Instant time,
        @Nullable Instant created,
        @Nullable Long exclusiveBytes,
        @Nullable Long exclusiveAllocatedBytes,
        @Nullable Long withOlderBytes,
        @Nullable Long parentGrowthBytes,
        @Nullable Long parentPeakBytes,
        Trend trend,
        Removal removal) {

    public @Nullable Long ageSeconds() {
        return created == null ? null : Long.valueOf(time.getEpochSecond() - created.getEpochSecond());
    }
}
