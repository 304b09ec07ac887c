package io.ullage.job.row;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Ledger;
import org.jspecify.annotations.Nullable;

/**
 * Sums over volumes. A volume without a figure is counted as one without and adds nothing; where none has the figure, the sum is absent.
 *
 * @param withoutAllocated volumes that do not say what they occupy
 * @param withoutGuestLive volumes that nobody looks into
 */
public record VolumeSums(
        long volumes,
        long provisionedBytes,
        @Nullable Long allocatedBytes,
        long withoutAllocated,
        @Nullable Long writtenBytes,
        long withoutWritten,
        @Nullable Long guestLiveBytes,
        long withoutGuestLive,
        long snapshotBytes,
        long metadataBytes,
        Ledger ledger) {
    private static final Estimate NOTHING = Estimate.exact(0);

    public static final VolumeSums NONE = new VolumeSums(
            0,
            0,
            null,
            0,
            null,
            0,
            null,
            0,
            0,
            0,
            new Ledger(0, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING));
}
