package io.ullage.bench.dedup;

import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Distinct chunks that are all referred to in the same way.
 *
 * @param ids what stands for the content of each: 64 bits of its SHA-256; absent where the chunks are made up
 * @param count of distinct chunks
 * @param references to each of them, by volume
 */
record Stratum(
        long @Nullable [] ids,
        int count,
        Map<String, Integer> references,
        @Nullable Integer storedBytes) {
    /**
     * How many of them a sample keeps. Of real chunks those whose hash under the key ends in {@code k} zero bits; of made up ones each with
     * probability {@code 2^-k}, which is what a keyed hash comes to and is drawn in steps from one kept chunk to the next.
     *
     * @param number of this stratum in its domain
     */
    int sampled(long key, int k, int number) {
        return ids == null ? drawn(new SplittableRandom(keyed(number, key)), k) : hashed(ids, key, (1L << k) - 1);
    }

    private static int hashed(long[] ids, long key, long mask) {
        int kept = 0;
        for (long id : ids) {
            if ((keyed(id, key) & mask) == 0) {
                kept++;
            }
        }
        return kept;
    }

    private int drawn(SplittableRandom random, int k) {
        if (k == 0) {
            return count;
        }
        double missed = Math.log1p(-1.0 / (1L << k));
        int kept = 0;
        for (double at = step(random, missed); at < count; at += 1 + step(random, missed)) {
            kept++;
        }
        return kept;
    }

    private static double step(SplittableRandom random, double missed) {
        return Math.floor(Math.log1p(-random.nextDouble()) / missed);
    }

    long inDomain() {
        return references.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** Two rounds of the finalizer of SplitMix64, with the key between them. */
    private static long keyed(long id, long key) {
        return mixed(mixed(id + 0x9E3779B97F4A7C15L) ^ key);
    }

    private static long mixed(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
