package io.ullage.job.trend;

import java.time.Instant;

/** Steps out, present regime, slope by Theil and Sen, interval by Sen widened for the memory of the noise. */
public final class TrendEstimator {
    /** Fewer readings than this make no rate. */
    public static final int LEAST_POINTS = 8;
    /** Nor do readings over a shorter time. */
    public static final double LEAST_SECONDS = 3600;

    /** Readings closer than this share of the regime's time say little more than one of them. */
    private static final double CLOSEST = 1.0 / 48;
    /** Two-sided 95 % of the normal distribution. */
    private static final double Z = 1.959964;

    private TrendEstimator() {}

    public static Trend estimate(Series series) {
        int n = series.size();
        if (n < LEAST_POINTS || series.times()[n - 1] - series.times()[0] < LEAST_SECONDS * 1000) {
            return Trend.notEnoughHistory(n == 0 ? null : Instant.ofEpochMilli(series.times()[0]), n);
        }
        double[] seconds = new double[n];
        for (int i = 0; i < n; i++) {
            seconds[i] = (series.times()[i] - series.times()[0]) / 1000.0;
        }
        int start = Regime.start(seconds, Steps.aligned(series));
        Instant since = Instant.ofEpochMilli(series.times()[start]);
        Levels levels = Levels.of(series, seconds, Steps.levels(series), start, CLOSEST);
        double[] slopes = levels.slopes();
        if (slopes.length < LEAST_POINTS * (LEAST_POINTS - 1) / 2 || levels.longestSeconds() < LEAST_SECONDS / 2) {
            return Trend.notEnoughHistory(since, levels.size());
        }
        double best = Steps.median(slopes);
        double spread = Z * Math.sqrt(levels.scoreVariance());
        int low = (int) Math.max(0, Math.floor((slopes.length - spread) / 2));
        int high = (int) Math.min(slopes.length - 1, Math.ceil((slopes.length + spread) / 2));
        double widening = Memory.widening(levels, best);
        return Trend.of(
                best - widening * (best - slopes[low]),
                best,
                best + widening * (slopes[high] - best),
                since,
                levels.size());
    }
}
