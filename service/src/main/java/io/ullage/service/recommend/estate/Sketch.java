package io.ullage.service.recommend.estate;

import io.ullage.schema.ledger.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the content of a volume among the others of its domain.
 *
 * @param scannedBytes mapped bytes that were looked at
 * @param zeroBytes of these, all zeros
 * @param unique content that no other volume of the domain has
 * @param uniqueCompressed the same after compression; absent where nobody knows
 * @param sharedBytes content that another one has too, counted once
 * @param attributedBytes its share of what the domain stores
 */
public record Sketch(
        String volumeId,
        String domainId,
        long scannedBytes,
        long zeroBytes,
        Estimate unique,
        @Nullable Estimate uniqueCompressed,
        long sharedBytes,
        long attributedBytes) {

    public long dataBytes() {
        return scannedBytes - zeroBytes;
    }
}
