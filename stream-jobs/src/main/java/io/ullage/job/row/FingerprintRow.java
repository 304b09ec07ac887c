package io.ullage.job.row;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A fingerprint of a volume as it is from an epoch on. Key: {@code (domainId, hash, volumeId, epoch)}.
 *
 * @param references chunks of the volume with that content; 0 where it has none any more
 * @param storedBytes of one such chunk after compression, where known
 */
public record FingerprintRow(
        String domainId,
        long hash,
        String volumeId,
        Instant epoch,
        int references,
        @Nullable Integer storedBytes) implements Row {
    /** The same epoch gives the same row. */
    @Override
    public long revision() {
        return epoch.toEpochMilli();
    }
}
