package io.ullage.job.dedup;

/**
 * What the estimates need of all fingerprints of a domain beside the sums of its volumes. Adds up over shards of the hash space.
 *
 * @param squares {@code Σ R²}, {@code R} being all references in the domain
 * @param chunks content in chunks, beside {@code R}
 * @param compressed content in bytes after compression, of the fingerprints with a known size, beside {@code R}
 * @param unsized fingerprints whose size after compression nobody told
 */
public record DomainSums(double squares, Moments chunks, Moments compressed, long unsized) {
    public static final DomainSums NOTHING = new DomainSums(0, Moments.NOTHING, Moments.NOTHING, 0);

    public DomainSums plus(DomainSums other) {
        return plus(other, 1);
    }

    public DomainSums minus(DomainSums other) {
        return plus(other, -1);
    }

    DomainSums plus(DomainSums other, int sign) {
        return new DomainSums(
                squares + sign * other.squares,
                chunks.plus(other.chunks, sign),
                compressed.plus(other.compressed, sign),
                unsized + sign * other.unsized);
    }
}
