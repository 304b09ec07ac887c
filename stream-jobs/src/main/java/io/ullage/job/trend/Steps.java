package io.ullage.job.trend;

import java.util.Arrays;

/**
 * Takes steps out of a series: a trim, a delete, a migration, a resize move its level and say nothing of its rate. A step is an increment
 * that lies far from what the rate makes of its time, measured by the median absolute deviation (Hampel's identifier on increments), and
 * rare: bytes that come in many bursts are growth.
 */
public final class Steps {
    /** In standard deviations of the other increments, as the median tells them. */
    private static final double FAR = 8;
    /** A step is worth its name: this share of all that the series ever moved. */
    private static final double LEAST_SHARE = 0.02;

    /** What is far and yet smaller shows that the series has no steady pace; what is smaller still is rounding. */
    private static final double COUNTED_SHARE = 0.001;

    private static final int MOST = 3;
    private static final double MOST_SHARE = 0.1;
    /** The median absolute deviation of a normal distribution is its standard deviation divided by this. */
    private static final double NORMAL = 1.4826;

    private Steps() {}

    /** For each reading, how many steps came before it. */
    static int[] levels(Series series) {
        double[] jumps = jumps(series);
        int[] levels = new int[series.size()];
        for (int i = 1; i < levels.length; i++) {
            levels[i] = levels[i - 1] + (jumps[i - 1] == 0 ? 0 : 1);
        }
        return levels;
    }

    /** The values with the level of what came after each step moved to that of before, in bytes from the last reading. */
    static double[] aligned(Series series) {
        int n = series.size();
        double[] aligned = new double[n];
        double[] jumps = jumps(series);
        for (int i = n - 2; i >= 0; i--) {
            aligned[i] = aligned[i + 1] - (series.values()[i + 1] - series.values()[i]) + jumps[i];
        }
        return aligned;
    }

    /** For each increment, from one reading to the next, what of it is a step, in bytes; mostly nothing. */
    public static double[] jumps(Series series) {
        int count = series.size() - 1;
        double[] jumps = new double[count];
        double[] rates = new double[count];
        for (int i = 0; i < count; i++) {
            rates[i] = increment(series, i) / elapsed(series, i);
        }
        double rate = median(rates.clone());
        double[] scaled = new double[count];
        double lowest = Long.MAX_VALUE;
        double highest = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            scaled[i] = Math.abs(increment(series, i) - rate * elapsed(series, i)) / Math.sqrt(elapsed(series, i));
        }
        for (long value : series.values()) {
            lowest = Math.min(lowest, value);
            highest = Math.max(highest, value);
        }
        double deviation = NORMAL * median(scaled.clone());
        int found = 0;
        for (int i = 0; i < count; i++) {
            double jump = increment(series, i) - rate * elapsed(series, i);
            double share = Math.abs(jump) / (highest - lowest);
            boolean far = scaled[i] > FAR * deviation;
            jumps[i] = far && share > LEAST_SHARE ? jump : 0;
            found += far && share > COUNTED_SHARE ? 1 : 0;
        }
        return found <= Math.max(MOST, MOST_SHARE * count) ? jumps : new double[count];
    }

    private static double increment(Series series, int i) {
        return series.values()[i + 1] - series.values()[i];
    }

    private static double elapsed(Series series, int i) {
        return (series.times()[i + 1] - series.times()[i]) / 1000.0;
    }

    /** Sorts {@code values}. */
    static double median(double[] values) {
        Arrays.sort(values);
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}
