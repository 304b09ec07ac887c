package io.ullage.job.dedup;

/**
 * Bounds of a population's total from a Poisson sample of it, for terms that are not negative.
 *
 * <p>The sum is taken for {@code s} times a Poisson count with the same mean and variance, {@code s = Σy²/Σy} (Fay, Feuer: Confidence
 * intervals for directly standardized rates, Statistics in Medicine 16, 1997), and the mean of the count for gamma distributed, with the
 * quantiles of Wilson and Hilferty (The distribution of chi-square, PNAS 17, 1931).
 */
final class PoissonBounds {
    /** Below the low bound lies the truth in 3.5 % of all samples. */
    private static final double LOW_QUANTILE = -1.8119;

    /** Above the high bound lies the truth in 1.5 % of all samples. */
    private static final double HIGH_QUANTILE = 2.1701;

    /** The gamma's shape is the count and this much more: as in Jeffreys' interval, and above a little more, for counts near none. */
    private static final double LOW_SHAPE = 1.0 / 2;

    private static final double HIGH_SHAPE = 2.0 / 3;

    private PoissonBounds() {}

    /** How far below the sum its expectation may lie. */
    static double below(double sum, double squares, double unsampledRatio) {
        if (sum <= 0) {
            return 0;
        }
        double scale = squares / sum;
        double low = scale * quantile(sum / scale + LOW_SHAPE, LOW_QUANTILE);
        return Math.max(0, sum - low) * Math.sqrt(unsampledRatio);
    }

    /**
     * How far above the sum its expectation may lie.
     *
     * @param unit size of a term where none was sampled
     */
    static double above(double sum, double squares, double unit, double unsampledRatio) {
        double scale = sum <= 0 ? unit : squares / sum;
        double high = scale * quantile(Math.max(0, sum) / scale + HIGH_SHAPE, HIGH_QUANTILE);
        return Math.max(0, high - sum) * Math.sqrt(unsampledRatio);
    }

    private static double quantile(double shape, double normal) {
        double root = 1 - 1 / (9 * shape) + normal / (3 * Math.sqrt(shape));
        return root <= 0 ? 0 : shape * root * root * root;
    }
}
