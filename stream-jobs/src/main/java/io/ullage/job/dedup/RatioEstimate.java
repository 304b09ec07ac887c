package io.ullage.job.dedup;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Method;
import org.jspecify.annotations.Nullable;

/** Bytes before deduplication for each byte after it, with its bounds. */
public record RatioEstimate(double low, double best, double high, Method method) {
    /** Absent where nothing is stored, or might not be. */
    static @Nullable RatioEstimate of(long dataBytes, Estimate stored) {
        if (stored.lowBytes() == 0) {
            return null;
        }
        return new RatioEstimate(
                (double) dataBytes / stored.highBytes(),
                (double) dataBytes / stored.bestBytes(),
                (double) dataBytes / stored.lowBytes(),
                stored.method());
    }
}
