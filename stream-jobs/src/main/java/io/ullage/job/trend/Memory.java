package io.ullage.job.trend;

/**
 * How much wider an interval must be because the noise remembers. Sen's interval is right for errors that know nothing of each other; bytes
 * are sums of what was written, and what was written once stays. The residuals are taken for an Ornstein–Uhlenbeck process, whose memory
 * is that which makes them likeliest, or longer as long as that is not much less likely; with a long memory it is a random walk. The
 * widening is the ratio of the slope's standard deviations with and without it.
 */
final class Memory {
    /** Natural logarithm by which a longer memory may be less likely than the likeliest, and is taken all the same. */
    private static final double DOUBT = 1.0;

    /** A memory longer than this share of the time cannot be told from a random walk, from which a line was taken. */
    private static final double WALK = 1.0 / 24;

    private static final double Z = 1.959964;

    private final Levels levels;
    private final double[] residuals;

    private Memory(Levels levels, double slope) {
        this.levels = levels;
        this.residuals = new double[levels.size()];
        for (int level = 0; level < levels.count(); level++) {
            double mean = 0;
            int from = levels.bounds[level];
            int to = levels.bounds[level + 1];
            for (int i = from; i < to; i++) {
                residuals[i] = levels.values[i] - slope * levels.seconds[i];
                mean += residuals[i] / (to - from);
            }
            for (int i = from; i < to; i++) {
                residuals[i] -= mean;
            }
        }
    }

    static double widening(Levels levels, double slope) {
        return new Memory(levels, slope).widening();
    }

    private double widening() {
        int n = residuals.length;
        double squares = 0;
        for (double residual : residuals) {
            squares += residual * residual;
        }
        int free = n - levels.count() - 1;
        if (squares == 0 || free < 1) {
            return 1;
        }
        double span = levels.seconds[n - 1] - levels.seconds[0];
        double shortest = span / n / 16;
        double longest = span * 64;
        double likeliest = Double.NEGATIVE_INFINITY;
        for (double memory = shortest; memory <= longest; memory *= 2) {
            likeliest = Math.max(likeliest, likelihood(memory));
        }
        double memory = longest;
        while (memory > shortest && likelihood(memory) < likeliest - DOUBT) {
            memory /= 2;
        }
        if (memory > span * WALK) {
            memory = longest;
        }
        double variance = scale(memory) * n / free;
        double[] weights = weights();
        double with = 0;
        double without = 0;
        for (int level = 0; level < levels.count(); level++) {
            for (int i = levels.bounds[level]; i < levels.bounds[level + 1]; i++) {
                without += weights[i] * weights[i] * squares / n;
                for (int j = levels.bounds[level]; j < levels.bounds[level + 1]; j++) {
                    double apart = Math.abs(levels.seconds[i] - levels.seconds[j]);
                    with += weights[i] * weights[j] * variance * Math.exp(-apart / memory);
                }
            }
        }
        return Math.max(1, Math.sqrt(with / without) * student(free) / Z);
    }

    /** Of the least-squares slope that all levels share. */
    private double[] weights() {
        double[] weights = new double[residuals.length];
        double squares = 0;
        for (int level = 0; level < levels.count(); level++) {
            double mean = 0;
            int from = levels.bounds[level];
            int to = levels.bounds[level + 1];
            for (int i = from; i < to; i++) {
                mean += levels.seconds[i] / (to - from);
            }
            for (int i = from; i < to; i++) {
                weights[i] = levels.seconds[i] - mean;
                squares += weights[i] * weights[i];
            }
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= squares;
        }
        return weights;
    }

    /** Logarithm, up to a constant, at the variance that makes it largest. */
    private double likelihood(double memory) {
        double logs = 0;
        int n = 0;
        for (int level = 0; level < levels.count(); level++) {
            for (int i = levels.bounds[level] + 1; i < levels.bounds[level + 1]; i++) {
                logs += Math.log(fresh(i, memory));
                n++;
            }
        }
        return -0.5 * (n * Math.log(scale(memory)) + logs);
    }

    /** Variance of the process that makes the residuals likeliest. */
    private double scale(double memory) {
        double sum = 0;
        int n = 0;
        for (int level = 0; level < levels.count(); level++) {
            for (int i = levels.bounds[level] + 1; i < levels.bounds[level + 1]; i++) {
                double kept = Math.exp(-(levels.seconds[i] - levels.seconds[i - 1]) / memory);
                double since = residuals[i] - kept * residuals[i - 1];
                sum += since * since / fresh(i, memory);
                n++;
            }
        }
        return sum / n;
    }

    /** Share of the variance that is new since the reading before. */
    private double fresh(int i, double memory) {
        return -Math.expm1(-2 * (levels.seconds[i] - levels.seconds[i - 1]) / memory);
    }

    /** Two-sided 95 % quantile of Student's distribution, to 1 % (Cornish and Fisher's first terms). */
    private static double student(double freedom) {
        double z3 = Z * Z * Z;
        return Z + (z3 + Z) / (4 * freedom) + (5 * z3 * Z * Z + 16 * z3 + 3 * Z) / (96 * freedom * freedom);
    }
}
