package io.ullage.job.forecast;

import java.util.Arrays;

/** What the days of the week differ by, if they differ at all: the median distance of each from the mean of the week around it. */
final class Week {
    static final int DAYS = 7;

    private static final int HALF = DAYS / 2;
    private static final int LEAST_WEEKS = 4;
    /** Of Fisher's F with six degrees of freedom and many, at 1 %. */
    private static final double CERTAIN = 2.9;

    private Week() {}

    /** By the day's index modulo seven; all zero where no week is to be seen. */
    static double[] profile(double[] values) {
        double[] none = new double[DAYS];
        if (values.length < LEAST_WEEKS * DAYS) {
            return none;
        }
        double[] distances = distances(values);
        double[] profile = new double[DAYS];
        double mean = 0;
        for (int day = 0; day < DAYS; day++) {
            profile[day] = median(distances, day);
            mean += profile[day] / DAYS;
        }
        double explained = 0;
        double left = 0;
        for (int day = 0; day < DAYS; day++) {
            profile[day] -= mean;
        }
        for (int i = HALF; i < values.length - HALF; i++) {
            double season = profile[i % DAYS];
            explained += season * season;
            left += (distances[i] - season) * (distances[i] - season);
        }
        double f = explained / (DAYS - 1) / (left / (values.length - 2 * DAYS));
        return f > CERTAIN ? profile : none;
    }

    /** From the mean of the seven days around each: what grows evenly is gone then. */
    private static double[] distances(double[] values) {
        double[] distances = new double[values.length];
        for (int i = HALF; i < values.length - HALF; i++) {
            double mean = 0;
            for (int j = i - HALF; j <= i + HALF; j++) {
                mean += values[j] / DAYS;
            }
            distances[i] = values[i] - mean;
        }
        return distances;
    }

    private static double median(double[] distances, int day) {
        double[] same = new double[distances.length];
        int count = 0;
        for (int i = HALF; i < distances.length - HALF; i++) {
            if (i % DAYS == day) {
                same[count++] = distances[i];
            }
        }
        Arrays.sort(same, 0, count);
        return (same[(count - 1) / 2] + same[count / 2]) / 2;
    }
}
