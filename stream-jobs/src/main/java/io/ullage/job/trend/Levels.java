package io.ullage.job.trend;

import java.util.Arrays;

/**
 * The present regime, cut where steps are: one rate on several levels. Only readings of one level are compared (as seasons are in Hirsch,
 * Slack, Smith, <i>Techniques of trend analysis for monthly water quality data</i>, 1982), so nothing has to be known of how high a step was.
 */
final class Levels {
    final double[] seconds;
    final double[] values;
    /** Index of the first reading of each level, and at last the number of readings. */
    final int[] bounds;

    private Levels(double[] seconds, double[] values, int[] bounds) {
        this.seconds = seconds;
        this.values = values;
        this.bounds = bounds;
    }

    /** @param closest share of the regime's time; of readings that are closer, on one level, only the later is taken */
    static Levels of(Series series, double[] seconds, int[] levels, int start, double closest) {
        int n = seconds.length;
        double least = (seconds[n - 1] - seconds[start]) * closest;
        int[] taken = new int[n];
        int count = 0;
        int before = -1;
        for (int i = n - 1; i >= start; i--) {
            if (before < 0 || levels[i] != levels[before] || seconds[before] - seconds[i] >= least) {
                taken[count++] = i;
                before = i;
            }
        }
        double[] takenSeconds = new double[count];
        double[] takenValues = new double[count];
        int[] bounds = new int[count + 1];
        int found = 0;
        for (int k = 0; k < count; k++) {
            int i = taken[count - 1 - k];
            takenSeconds[k] = seconds[i];
            takenValues[k] = series.values()[i] - series.values()[n - 1];
            if (k == 0 || levels[i] != levels[taken[count - k]]) {
                bounds[found++] = k;
            }
        }
        bounds[found++] = count;
        return new Levels(takenSeconds, takenValues, Arrays.copyOf(bounds, found));
    }

    int size() {
        return seconds.length;
    }

    int count() {
        return bounds.length - 1;
    }

    double longestSeconds() {
        double longest = 0;
        for (int level = 0; level < count(); level++) {
            longest = Math.max(longest, seconds[bounds[level + 1] - 1] - seconds[bounds[level]]);
        }
        return longest;
    }

    /** Between all readings of one level. */
    double[] slopes() {
        double[] slopes = new double[seconds.length * (seconds.length - 1) / 2];
        int at = 0;
        for (int level = 0; level < count(); level++) {
            for (int i = bounds[level]; i < bounds[level + 1]; i++) {
                for (int j = i + 1; j < bounds[level + 1]; j++) {
                    slopes[at++] = (values[j] - values[i]) / (seconds[j] - seconds[i]);
                }
            }
        }
        return Arrays.copyOf(slopes, at);
    }

    /** Variance of Kendall's score where there is no trend, with its correction for ties; levels add up. */
    double scoreVariance() {
        double variance = 0;
        for (int level = 0; level < count(); level++) {
            double[] sorted = Arrays.copyOfRange(values, bounds[level], bounds[level + 1]);
            Arrays.sort(sorted);
            variance += score(sorted.length);
            int from = 0;
            for (int i = 1; i <= sorted.length; i++) {
                if (i == sorted.length || sorted[i] != sorted[from]) {
                    variance -= score(i - from);
                    from = i;
                }
            }
        }
        return Math.max(0, variance);
    }

    private static double score(double n) {
        return n * (n - 1) * (2 * n + 5) / 18;
    }
}
