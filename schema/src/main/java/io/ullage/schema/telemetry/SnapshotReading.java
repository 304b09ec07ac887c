package io.ullage.schema.telemetry;

import io.ullage.schema.Require;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A point in time that holds blocks of a volume back.
 *
 * @param snapshotId unique in the estate
 * @param sizeBytes virtual size at that point
 * @param referencedBytes allocated bytes that it points at, shared ones with them
 * @param exclusiveBytes held by it alone: what deleting just this one returns
 * @param vmStateBytes saved memory and device state, part of {@code exclusiveBytes}
 * @param withOlderBytes held by it and the older snapshots of its volume and by nothing else: what deleting all of these returns
 * @param rootVolumeId the volume at the bottom of its volume's chain; absent where that has no parent, or where nobody knows
 * @param exclusiveAllocatedBytes of {@code exclusiveBytes}, what the pool really holds: what comes back to it
 */
public record SnapshotReading(
        String source,
        String snapshotId,
        String volumeId,
        String poolId,
        String name,
        SnapshotKind snapshotKind,
        @Nullable Instant created,
        long sizeBytes,
        @Nullable Long referencedBytes,
        @Nullable Long exclusiveBytes,
        @Nullable Long vmStateBytes,
        @Nullable Long withOlderBytes,
        @Nullable String rootVolumeId,
        @Nullable Long exclusiveAllocatedBytes)
        implements Reading {
    public SnapshotReading {
        Require.text("source", source);
        Require.text("snapshotId", snapshotId);
        Require.text("volumeId", volumeId);
        Require.text("poolId", poolId);
        Require.textOrEmpty("name", name);
        Require.present("snapshotKind", snapshotKind);
        Require.notNegative("sizeBytes", sizeBytes);
        Require.optionalNotNegative("referencedBytes", referencedBytes);
        Require.optionalNotNegative("exclusiveBytes", exclusiveBytes);
        Require.optionalNotNegative("vmStateBytes", vmStateBytes);
        Require.optionalNotNegative("withOlderBytes", withOlderBytes);
        Require.optionalText("rootVolumeId", rootVolumeId);
        Require.optionalNotNegative("exclusiveAllocatedBytes", exclusiveAllocatedBytes);
    }

    /** Of a source that does not say what snapshots hold together. */
    public SnapshotReading(
            String source,
            String snapshotId,
            String volumeId,
            String poolId,
            String name,
            SnapshotKind snapshotKind,
            @Nullable Instant created,
            long sizeBytes,
            @Nullable Long referencedBytes,
            @Nullable Long exclusiveBytes,
            @Nullable Long vmStateBytes) {
        this(
                source,
                snapshotId,
                volumeId,
                poolId,
                name,
                snapshotKind,
                created,
                sizeBytes,
                referencedBytes,
                exclusiveBytes,
                vmStateBytes,
                null,
                null,
                null);
    }
}
