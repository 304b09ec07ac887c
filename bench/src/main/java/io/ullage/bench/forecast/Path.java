package io.ullage.bench.forecast;

import io.ullage.job.trend.Series;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;

/**
 * What a pool held, and what it will.
 *
 * @param readings all, {@link Family#PER_DAY} a day, in bytes
 * @param now days of them that are history
 * @param expected by how many bytes it will have grown after so many days, as far as somebody can know who knows its law and not its chance
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
public record Path(long[] readings, int now, DoubleUnaryOperator expected) {
    private static final long UNIT = 1L << 30;
    private static final long START_MILLIS = 1_700_000_000_000L;
    private static final long STEP_MILLIS = 86_400_000L / Family.PER_DAY;

    static Path of(int days, int now, IntToDoubleFunction used, DoubleUnaryOperator expected) {
        long[] readings = new long[days * Family.PER_DAY];
        for (int i = 0; i < readings.length; i++) {
            readings[i] = Math.round(Math.max(0, used.applyAsDouble(i)) * UNIT);
        }
        return new Path(readings, now, ahead -> expected.applyAsDouble(ahead) * UNIT);
    }

    /** What is known. */
    Series history() {
        int count = now * Family.PER_DAY;
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            times[i] = START_MILLIS + i * STEP_MILLIS;
        }
        return new Series(times, Arrays.copyOf(readings, count));
    }

    /** The most that was used on each day. */
    double[] peaks() {
        double[] peaks = new double[readings.length / Family.PER_DAY];
        for (int i = 0; i < peaks.length * Family.PER_DAY; i++) {
            peaks[i / Family.PER_DAY] = Math.max(peaks[i / Family.PER_DAY], readings[i]);
        }
        return peaks;
    }
}
