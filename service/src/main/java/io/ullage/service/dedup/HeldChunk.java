package io.ullage.service.dedup;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fingerprints that are held alike.
 *
 * @param references chunks with that content, by volume of the set
 * @param inDomain chunks with that content in the whole domain
 * @param storedBytes of one such chunk after compression, where known
 * @param fingerprints how many are held alike
 */
record HeldChunk(
        Map<String, Integer> references,
        long inDomain,
        @Nullable Integer storedBytes,
        long fingerprints) {
    HeldChunk {
        references = Map.copyOf(references);
    }

    long inSet() {
        return references.values().stream().mapToLong(Integer::longValue).sum();
    }
}
