package io.ullage.job.dedup;

import org.jspecify.annotations.Nullable;

/**
 * All that the estimates need of one volume's fingerprints. Adds up over shards of the hash space.
 *
 * @param fingerprints sampled ones that the volume refers to
 * @param references {@code Σ r}: chunks of the volume with a sampled fingerprint
 * @param squares {@code Σ r²}
 * @param products {@code Σ r·R}, {@code R} being all references in the domain
 * @param chunks content in chunks
 * @param compressed content in bytes after compression, of the fingerprints with a known size
 * @param unsized fingerprints whose size after compression nobody told
 */
public record VolumeSums(
        long fingerprints,
        double references,
        double squares,
        double products,
        ContentSums chunks,
        ContentSums compressed,
        long unsized) {
    public static final VolumeSums NOTHING = new VolumeSums(0, 0, 0, 0, ContentSums.NOTHING, ContentSums.NOTHING, 0);

    static VolumeSums of(long references, long inDomain, @Nullable Integer storedBytes) {
        double limited = References.limited(references);
        return new VolumeSums(
                1,
                references,
                limited * limited,
                limited * References.limited(inDomain),
                ContentSums.ofChunk(references, inDomain),
                storedBytes == null ? ContentSums.NOTHING : ContentSums.ofBytes(storedBytes, references, inDomain),
                storedBytes == null ? 1 : 0);
    }

    public VolumeSums plus(VolumeSums other) {
        return plus(other, 1);
    }

    public VolumeSums minus(VolumeSums other) {
        return plus(other, -1);
    }

    VolumeSums plus(VolumeSums other, int sign) {
        return new VolumeSums(
                fingerprints + sign * other.fingerprints,
                references + sign * other.references,
                squares + sign * other.squares,
                products + sign * other.products,
                chunks.plus(other.chunks, sign),
                compressed.plus(other.compressed, sign),
                unsized + sign * other.unsized);
    }
}
