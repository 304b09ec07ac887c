package io.ullage.job.trend;

/**
 * Finds where the present rate began. The likeliest moment is that where a Brownian motion's drift would have changed (maximum of
 * {@code (r2 − r1)² · T1 · T2 / (T1 + T2)}); it counts only if a rate like the new one was not seen before, over as long a time: what
 * comes every day or every night is no change.
 */
public final class Regime {
    /** A rate is new if it lies outside those that were by more than their range times this. */
    private static final double MARGIN = 1;

    /** And by this share of itself. */
    private static final double LEAST_CHANGE = 0.05;

    private static final int LEAST_WINDOWS = 5;

    private Regime() {}

    /**
     * Index of the first reading of the present regime.
     *
     * @param seconds ascending
     * @param values without steps
     */
    public static int start(double[] seconds, double[] values) {
        int start = 0;
        while (true) {
            int change = likeliestChange(seconds, values, start);
            if (change < 0 || !isNew(seconds, values, start, change)) {
                return start;
            }
            start = change;
        }
    }

    private static int likeliestChange(double[] seconds, double[] values, int start) {
        int last = values.length - 1;
        int best = -1;
        double most = 0;
        for (int i = start + 1; i <= last + 1 - TrendEstimator.LEAST_POINTS; i++) {
            double before = seconds[i] - seconds[start];
            double after = seconds[last] - seconds[i];
            if (after < TrendEstimator.LEAST_SECONDS) {
                break;
            }
            double difference = (values[last] - values[i]) / after - (values[i] - values[start]) / before;
            double likelihood = difference * difference * before * after / (before + after);
            if (likelihood > most) {
                most = likelihood;
                best = i;
            }
        }
        return best;
    }

    private static boolean isNew(double[] seconds, double[] values, int start, int change) {
        int last = values.length - 1;
        double window = seconds[last] - seconds[change];
        double rate = (values[last] - values[change]) / window;
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        int windows = 0;
        int end = start;
        for (int i = start; i < change && seconds[i] + window <= seconds[change]; i++) {
            while (seconds[end] < seconds[i] + window) {
                end++;
            }
            double share = end == 0 ? 0 : (seconds[i] + window - seconds[end - 1]) / (seconds[end] - seconds[end - 1]);
            double reached = end == 0 ? values[0] : values[end - 1] + share * (values[end] - values[end - 1]);
            double seen = (reached - values[i]) / window;
            lowest = Math.min(lowest, seen);
            highest = Math.max(highest, seen);
            windows++;
        }
        double margin = MARGIN * (highest - lowest) + LEAST_CHANGE * Math.max(Math.abs(lowest), Math.abs(highest));
        return windows >= LEAST_WINDOWS && (rate > highest + margin || rate < lowest - margin);
    }
}
