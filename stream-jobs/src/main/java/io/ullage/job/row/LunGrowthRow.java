package io.ullage.job.row;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How often the files on a LUN grew, in one hour: on VMFS each growth by a step is a metadata update that reserves the LUN. Key:
 * {@code (poolId, intervalStart)}.
 *
 * @param intervalStart the hour
 * @param snapshotSteps of snapshots and overlays
 * @param diskSteps of disks that are no overlays
 * @param growingVolumes volumes and snapshots with a step in this hour
 * @param stepBytes by which a file grows
 * @param limit steps per hour that are allowed
 * @param mostId the volume or snapshot with most steps; absent where there was none
 */
public record LunGrowthRow(
        Instant intervalStart,
        long revision,
        String poolId,
        @Nullable String name,
        long snapshotSteps,
        long diskSteps,
        long growingVolumes,
        long stepBytes,
        long limit,
        @Nullable String mostId,
        long mostSteps)
        implements Row {

    public long steps() {
        return snapshotSteps + diskSteps;
    }

    public boolean overLimit() {
        return steps() > limit;
    }
}
