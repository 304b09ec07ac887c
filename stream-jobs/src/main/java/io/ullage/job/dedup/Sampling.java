package io.ullage.job.dedup;

import io.ullage.schema.Require;

/**
 * How a domain is sampled.
 *
 * @param chunkBytes size of the aligned pieces that are hashed
 * @param k a fingerprint is kept iff the low {@code k} bits of its hash are zero: one of {@code 2^k}
 */
public record Sampling(int chunkBytes, int k) {
    public Sampling {
        Require.between("chunkBytes", chunkBytes, 512, 1 << 24);
        Require.between("k", k, 0, 32);
    }

    /** Whether a sample at this {@code k} keeps the hash. A sketch with a smaller {@code k} becomes one of this by leaving out the others. */
    public boolean keeps(long hash) {
        return (hash & ((1L << k) - 1)) == 0;
    }

    /** How many chunks stand behind one fingerprint. */
    double expansion() {
        return (double) (1L << k);
    }

    /** What sampling leaves of the variance: nothing at {@code k = 0}. */
    double unsampledRatio() {
        return 1 - 1 / expansion();
    }
}
