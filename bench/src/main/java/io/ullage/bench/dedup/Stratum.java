package io.ullage.bench.dedup;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Distinct chunks that are all referred to in the same way.
 *
 * @param ids what stands for the content of each: its hash, or for content that is made up, nothing but numbers from {@code firstId}
 * @param count of distinct chunks
 * @param references to each of them, by volume
 */
record Stratum(
        long @Nullable [] ids,
        long firstId,
        int count,
        Map<String, Integer> references,
        @Nullable Integer storedBytes) {
    /** How many of them a sample keeps: one in {@code 2^k} of all keyed hashes ends in {@code k} zero bits. */
    int sampled(long key, int k) {
        long mask = (1L << k) - 1;
        int kept = 0;
        for (int i = 0; i < count; i++) {
            long id = ids == null ? firstId + i : ids[i];
            if ((keyed(id, key) & mask) == 0) {
                kept++;
            }
        }
        return kept;
    }

    long inDomain() {
        return references.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** Two rounds of the finalizer of SplitMix64, with the key between them; independent keys choose independent samples. */
    private static long keyed(long id, long key) {
        return mixed(mixed(id + 0x9E3779B97F4A7C15L) ^ key);
    }

    private static long mixed(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
