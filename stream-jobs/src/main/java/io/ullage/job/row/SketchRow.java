package io.ullage.job.row;

import java.time.Instant;

/**
 * A complete epoch of a volume. Key: {@code (volumeId, epoch)}. Written when its fingerprints stand in the store, so that whoever reads
 * it finds all of them.
 *
 * @param base the epoch at which all fingerprints were last written; from there to {@code epoch} what changed
 * @param fingerprints how many the volume has
 * @param gone the volume holds nothing any more, was deleted, or was not heard of for too long
 */
public record SketchRow(
        Instant epoch,
        long revision,
        String domainId,
        int chunkBytes,
        int k,
        String volumeId,
        Instant base,
        long scannedBytes,
        long zeroBytes,
        long fingerprints,
        boolean gone)
        implements Row {}
