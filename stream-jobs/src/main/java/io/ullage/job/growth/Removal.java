package io.ullage.job.growth;

import io.ullage.schema.ledger.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * What comes of removing a snapshot (deleting it) or an overlay (committing it into its parent). What is absent nobody can know.
 *
 * @param freedBytes that become free, in the image or in the pool
 * @param returned by which the pool's free bytes grow, all in all, when it is over; negative where the parent gains more than the overlay
 *     held
 * @param room that the pool must have while it runs
 */
public record Removal(
        @Nullable Long freedBytes,
        @Nullable NetBytes returned,
        @Nullable Estimate room) {
    public static final Removal UNKNOWN = new Removal(null, null, null);

    /** Whether the pool has the room; absent where either is not known. */
    public @Nullable Fits fits(@Nullable Long poolFreeBytes) {
        if (room == null || poolFreeBytes == null) {
            return null;
        }
        if (poolFreeBytes >= room.highBytes()) {
            return Fits.YES;
        }
        return poolFreeBytes < room.lowBytes() ? Fits.NO : Fits.PERHAPS;
    }
}
