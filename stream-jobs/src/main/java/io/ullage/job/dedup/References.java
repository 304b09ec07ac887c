package io.ullage.job.dedup;

/** Counts of references as they enter squares and products. */
final class References {
    /** Above this (512 GiB of one 8 KiB chunk) a count is cut, so that its square keeps to 53 bits; only weights and widths hang on it. */
    static final long LIMIT = 1L << 26;

    private References() {}

    static double limited(long references) {
        return Math.min(references, LIMIT);
    }
}
