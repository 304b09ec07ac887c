package io.ullage.service.recommend.estate;

import io.ullage.schema.telemetry.SnapshotKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot, or an overlay seen as one: its parent is the point in time.
 *
 * @param snapshotId of an overlay, its volume
 * @param volumeId that the snapshot belongs to; of an overlay, its parent
 * @param created absent where nobody knows, as of every overlay
 * @param referencedBytes allocated bytes that it points at
 * @param exclusiveBytes held by it alone
 * @param withOlderBytes held by it and the older ones of its volume, and by nothing else
 * @param returned by which the pool's free bytes grow after its removal; absent where no estimate was made
 * @param roomHighBytes most that the pool must have free while it is removed
 * @param fits whether it has: {@code YES}, {@code PERHAPS} or {@code NO}
 */
public record Snapshot(
        String snapshotId,
        String volumeId,
        String poolId,
        String name,
        SnapshotKind kind,
        @Nullable Instant created,
        @Nullable Long referencedBytes,
        @Nullable Long exclusiveBytes,
        @Nullable Long withOlderBytes,
        @Nullable Returned returned,
        @Nullable Long roomHighBytes,
        @Nullable String fits) {

    /** Bytes that the pool gains; negative where it loses. */
    public record Returned(long lowBytes, long bestBytes, long highBytes) {}
}
