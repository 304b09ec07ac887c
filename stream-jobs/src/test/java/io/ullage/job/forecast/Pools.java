package io.ullage.job.forecast;

import io.ullage.job.trend.Series;
import java.time.Instant;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** Series of pools for tests: four readings a day. */
final class Pools {
    static final double GIB = 1L << 30;
    static final int PER_DAY = 4;

    private static final long START_MILLIS =
            Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();

    private Pools() {}

    /** @param gib used at a reading, counted from 0 */
    static Series of(int days, IntToDoubleFunction gib) {
        long[] times = new long[days * PER_DAY];
        long[] values = new long[times.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = START_MILLIS + i * 86_400_000L / PER_DAY;
            values[i] = Math.round(gib.applyAsDouble(i) * GIB);
        }
        return new Series(times, values);
    }

    /** Grows evenly, with some noise. */
    static Series growing(int days, double gibPerDay, long seed) {
        Random random = new Random(seed);
        return of(days, i -> 1000 + gibPerDay * i / PER_DAY + gibPerDay * random.nextGaussian());
    }
}
