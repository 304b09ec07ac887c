package io.ullage.job.trend;

import java.util.Arrays;

/**
 * Readings in the order of their times.
 *
 * @param times milliseconds since the epoch, strictly ascending
 * @param values bytes, one for each time
 */
public record Series(long[] times, long[] values) {
    public Series {
        if (times.length != values.length) {
            throw new IllegalArgumentException(
                    "values: must be as many as times, " + times.length + ", was " + values.length);
        }
        for (int i = 1; i < times.length; i++) {
            if (times[i] <= times[i - 1]) {
                throw new IllegalArgumentException("times: must ascend, was " + times[i] + " after " + times[i - 1]);
            }
        }
    }

    public int size() {
        return times.length;
    }

    /** By straight lines between readings; {@code millis} lies within them. */
    double at(long millis) {
        int found = Arrays.binarySearch(times, millis);
        if (found >= 0) {
            return values[found];
        }
        int after = -found - 1;
        double share = (double) (millis - times[after - 1]) / (times[after] - times[after - 1]);
        return values[after - 1] + share * (values[after] - values[after - 1]);
    }

    /** What several series are together, at the times of the first; each counts from its first reading to its last. */
    public static Series sum(Series at, Iterable<Series> others) {
        long[] sums = at.values.clone();
        for (Series other : others) {
            for (int i = 0; i < sums.length; i++) {
                long millis = at.times[i];
                if (other.size() > 0 && millis >= other.times[0] && millis <= other.times[other.size() - 1]) {
                    sums[i] += Math.round(other.at(millis));
                }
            }
        }
        return new Series(at.times, sums);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Series that && Arrays.equals(times, that.times) && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(times) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Series[" + times.length + " readings]";
    }
}
