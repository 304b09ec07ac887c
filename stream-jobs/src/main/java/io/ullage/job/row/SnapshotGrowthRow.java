package io.ullage.job.row;

import io.ullage.job.growth.Fits;
import io.ullage.job.growth.SnapshotGrowth;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a snapshot or an overlay grows, in one interval. Key: {@code (growth.snapshotId, intervalStart)}.
 *
 * @param poolFreeBytes as the pool said in the same interval
 * @param fits whether the pool has the room that the removal needs; absent where either is not known
 */
public record SnapshotGrowthRow(
        Instant intervalStart,
        long revision,
        SnapshotGrowth growth,
        @Nullable Long poolFreeBytes,
        @Nullable Fits fits) implements Row {}
