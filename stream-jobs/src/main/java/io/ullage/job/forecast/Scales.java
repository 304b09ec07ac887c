package io.ullage.job.forecast;

/**
 * How much farther the series moved, within a day, a week and a month, than a past that was drawn. What was drawn is multiplied by it: so a
 * path errs as the series' own past says that one errs over that time, whatever the view has wrong, and the less that past tells the more
 * the paths differ.
 */
final class Scales {
    private static final int WEEK = 7;

    private final int[] lags;
    private final double[] scales;

    private Scales(int[] lags, double[] scales) {
        this.lags = lags;
        this.scales = scales;
    }

    /**
     * @param real residuals of the series
     * @param drawn residuals of the past that was drawn
     * @param farDays longest time
     * @param most that a scale, or its inverse, can be
     */
    static Scales of(double[] real, double[] drawn, int farDays, double most) {
        int quarter = Math.max(1, real.length / 4);
        int[] lags = {1, Math.min(WEEK, quarter), Math.min(farDays, quarter)};
        double[] scales = new double[lags.length];
        for (int i = 0; i < lags.length; i++) {
            double scale = Math.sqrt(moved(real, lags[i]) / moved(drawn, lags[i]));
            scales[i] = Double.isFinite(scale) ? Math.min(most, Math.max(1 / most, scale)) : 1;
        }
        return new Scales(lags, scales);
    }

    /** Mean square of what the values change by in so many days. */
    private static double moved(double[] values, int lag) {
        double sum = 0;
        for (int i = lag; i < values.length; i++) {
            sum += (values[i] - values[i - lag]) * (values[i] - values[i - lag]);
        }
        return sum / (values.length - lag);
    }

    /** Between the lags on a straight line of logarithms; beyond the last the same as there. */
    double over(int days) {
        int to = 1;
        while (to < lags.length - 1 && days > lags[to]) {
            to++;
        }
        if (days >= lags[to] || lags[to] == lags[to - 1]) {
            return scales[to];
        }
        double share = Math.log((double) days / lags[to - 1]) / Math.log((double) lags[to] / lags[to - 1]);
        return scales[to - 1] * Math.pow(scales[to] / scales[to - 1], share);
    }
}
