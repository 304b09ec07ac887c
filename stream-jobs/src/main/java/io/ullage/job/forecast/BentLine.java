package io.ullage.job.forecast;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One view of a regime: a line in bent time, and noise that remembers, an autoregressive process of order one whose correlation from day to
 * day is {@code memory}.
 */
final class BentLine {
    /** Noise that remembers longer than this is a walk: what it went says more of its rate than where it was. */
    private static final double WALK = 0.97;

    /** Means of so many pieces of the time make the pairs of a slope. */
    private static final int SLOPE_POINTS = 48;

    final double memory;
    /** Natural logarithm of the restricted likelihood, up to a constant that all views of one regime share. */
    final double likelihood;

    private final BentTime times;
    private final int days;
    private final double[] whiteOne;
    private final double[] whiteTime;
    private final double[] innovations;
    /** Inverse of the whitened cross product. */
    private final double v00;

    private final double v01;
    private final double v11;
    private double level;
    private double slope;
    private double @Nullable [] residuals;
    private double @Nullable [] ahead;

    /** Fits by generalised least squares. */
    BentLine(double[] values, BentTime times, double memory) {
        this.times = times;
        this.memory = memory;
        days = values.length;
        whiteOne = new double[days];
        whiteTime = new double[days];
        innovations = new double[days];
        double first = Math.sqrt(1 - memory * memory);
        double a00 = 0;
        double a01 = 0;
        double a11 = 0;
        double b0 = 0;
        double b1 = 0;
        double before = 0;
        for (int i = 0; i < days; i++) {
            double time = times.at(i);
            whiteOne[i] = i == 0 ? first : 1 - memory;
            whiteTime[i] = i == 0 ? first * time : time - memory * before;
            innovations[i] = i == 0 ? first * values[0] : values[i] - memory * values[i - 1];
            before = time;
            a00 += whiteOne[i] * whiteOne[i];
            a01 += whiteOne[i] * whiteTime[i];
            a11 += whiteTime[i] * whiteTime[i];
            b0 += whiteOne[i] * innovations[i];
            b1 += whiteTime[i] * innovations[i];
        }
        double determinant = a00 * a11 - a01 * a01;
        v00 = a11 / determinant;
        v01 = -a01 / determinant;
        v11 = a00 / determinant;
        level = v00 * b0 + v01 * b1;
        slope = v01 * b0 + v11 * b1;
        double left = 0;
        for (int i = 0; i < days; i++) {
            innovations[i] -= level * whiteOne[i] + slope * whiteTime[i];
            left += innovations[i] * innovations[i];
        }
        likelihood = Likelihood.restricted(days, 2, left, memory, Math.log(determinant));
    }

    BentTime times() {
        return times;
    }

    int days() {
        return days;
    }

    /** Bent time of the days to come; asked for again and again. */
    double[] ahead(int count) {
        if (ahead == null || ahead.length != count) {
            ahead = times.ahead(count);
        }
        return ahead;
    }

    boolean walks() {
        return memory > WALK;
    }

    double level() {
        return level;
    }

    double slope() {
        return slope;
    }

    double[] innovations() {
        return innovations;
    }

    /** Of the values from the line. */
    double[] residuals() {
        if (residuals == null) {
            throw new IllegalStateException("settle first");
        }
        return residuals;
    }

    /** Theil's slope in bent time and the median level, where the noise is not a walk; then the residuals. */
    void settle(double[] values) {
        if (!walks()) {
            slope = theilSen(values);
            double[] levels = new double[days];
            for (int i = 0; i < days; i++) {
                levels[i] = values[i] - slope * times.at(i);
            }
            level = median(levels, days);
        }
        double[] from = new double[days];
        for (int i = 0; i < days; i++) {
            from[i] = values[i] - level - slope * times.at(i);
        }
        residuals = from;
    }

    private double theilSen(double[] values) {
        int points = Math.min(days, SLOPE_POINTS);
        double[] middles = new double[points];
        double[] means = new double[points];
        for (int i = 0; i < points; i++) {
            int from = i * days / points;
            int to = (i + 1) * days / points;
            for (int day = from; day < to; day++) {
                middles[i] += times.at(day) / (to - from);
                means[i] += values[day] / (to - from);
            }
        }
        double[] slopes = new double[points * (points - 1) / 2];
        int count = 0;
        for (int i = 0; i < points; i++) {
            for (int j = i + 1; j < points; j++) {
                slopes[count++] = (means[j] - means[i]) / (middles[j] - middles[i]);
            }
        }
        return median(slopes, count);
    }

    private static double median(double[] values, int count) {
        Arrays.sort(values, 0, count);
        return (values[(count - 1) / 2] + values[count / 2]) / 2;
    }

    /** What level and slope would be wrong by, had the noise been these innovations and what came of them. */
    void errors(double[] drawn, double[] noise, double[] levelAndSlope) {
        double b0 = 0;
        double b1 = 0;
        for (int i = 0; i < days; i++) {
            b0 += walks() ? whiteOne[i] * drawn[i] : noise[i] / days;
            b1 += walks() ? whiteTime[i] * drawn[i] : noise[i] * times.at(i) / days;
        }
        levelAndSlope[0] = walks() ? v00 * b0 + v01 * b1 : b0;
        levelAndSlope[1] = walks() ? v01 * b0 + v11 * b1 : b1;
    }
}
