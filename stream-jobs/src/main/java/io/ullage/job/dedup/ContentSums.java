package io.ullage.job.dedup;

/**
 * One volume's content by who else holds it, counted in chunks or in compressed bytes, beside the volume's own references.
 *
 * @param exclusive fingerprints to which no other volume refers
 * @param shared fingerprints to which another volume refers too
 * @param attributed every fingerprint, times this volume's share of the references to it
 */
public record ContentSums(Moments exclusive, Moments shared, Moments attributed) {
    static final ContentSums NOTHING = new ContentSums(Moments.NOTHING, Moments.NOTHING, Moments.NOTHING);

    /** A share is kept to 2^-30 of a chunk, a share of a compressed size to 2^-10 byte, and the squares likewise. */
    private static final double CHUNK_GRID = 1L << 30;

    private static final double BYTE_GRID = 1L << 10;

    static ContentSums ofChunk(long references, long inDomain) {
        return of(1, references, inDomain, CHUNK_GRID);
    }

    static ContentSums ofBytes(int storedBytes, long references, long inDomain) {
        return of(storedBytes, references, inDomain, BYTE_GRID);
    }

    private static ContentSums of(double size, long references, long inDomain, double grid) {
        double limited = References.limited(references);
        Moments whole = new Moments(size, size * size, size * limited);
        double share = rounded(size * references / inDomain, grid);
        Moments part = new Moments(share, rounded(share * share, grid), rounded(share * limited, grid));
        return references == inDomain
                ? new ContentSums(whole, Moments.NOTHING, whole)
                : new ContentSums(Moments.NOTHING, whole, part);
    }

    private static double rounded(double value, double grid) {
        return Math.rint(value * grid) / grid;
    }

    /** {@code Σ y·r} over all of it. */
    double products() {
        return exclusive.products() + shared.products();
    }

    /** The attributed content, beside the references to the whole of it. */
    Moments attributedOfWhole() {
        return new Moments(attributed.sum(), attributed.squares(), products());
    }

    ContentSums plus(ContentSums other, int sign) {
        return new ContentSums(
                exclusive.plus(other.exclusive, sign),
                shared.plus(other.shared, sign),
                attributed.plus(other.attributed, sign));
    }
}
