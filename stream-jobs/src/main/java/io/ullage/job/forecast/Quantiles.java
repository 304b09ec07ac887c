package io.ullage.job.forecast;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Of a figure that is not known: with a chance of one in ten it is less than {@code p10}, and so on. One that is absent lies beyond what
 * was looked at, and so do those above it.
 */
public record Quantiles(
        @Nullable Double p10,
        @Nullable Double p50,
        @Nullable Double p90) {
    static final Quantiles NONE = new Quantiles(null, null, null);

    /** @param values sorted in place; positive infinity is beyond what was looked at */
    static Quantiles of(double[] values) {
        Arrays.sort(values);
        return new Quantiles(at(values, 0.1), at(values, 0.5), at(values, 0.9));
    }

    private static @Nullable Double at(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int before = (int) place;
        double upper = sorted[Math.min(before + 1, sorted.length - 1)];
        if (Double.isInfinite(upper)) {
            return null;
        }
        return sorted[before] + (place - before) * (upper - sorted[before]);
    }
}
