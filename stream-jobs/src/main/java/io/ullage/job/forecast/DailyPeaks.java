package io.ullage.job.forecast;

import io.ullage.job.trend.Series;

/**
 * The most that was used on each day: a pool is full at its peak, not on the average. Days are counted back from the newest reading, so that
 * every one of them is whole; one without a reading lies on the line between its neighbours.
 */
final class DailyPeaks {
    static final long DAY_MILLIS = 86_400_000;

    private DailyPeaks() {}

    /** One value per day, the newest last; at least one. */
    static double[] of(Series series) {
        int n = series.size();
        long newest = series.times()[n - 1];
        int days = (int) ((newest - series.times()[0]) / DAY_MILLIS) + 1;
        double[] peaks = new double[days];
        boolean[] seen = new boolean[days];
        for (int i = 0; i < n; i++) {
            int day = days - 1 - (int) ((newest - series.times()[i]) / DAY_MILLIS);
            peaks[day] = seen[day] ? Math.max(peaks[day], series.values()[i]) : series.values()[i];
            seen[day] = true;
        }
        int before = 0;
        for (int day = 1; day < days; day++) {
            if (seen[day]) {
                for (int gap = before + 1; gap < day; gap++) {
                    double share = (double) (gap - before) / (day - before);
                    peaks[gap] = peaks[before] + share * (peaks[day] - peaks[before]);
                }
                before = day;
            }
        }
        return peaks;
    }
}
