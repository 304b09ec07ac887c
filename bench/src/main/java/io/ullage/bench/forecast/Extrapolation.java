package io.ullage.bench.forecast;

/** What others forecast: one figure per day ahead, without bounds. */
interface Extrapolation {
    /** So many days after the last. */
    double after(int days);

    /** Days until it reaches {@code capacity}, as it is read off such a line; {@code most} if it takes longer. */
    default double daysTo(double capacity, int most) {
        for (int day = 0; day <= most; day++) {
            if (after(day) >= capacity) {
                double before = day == 0 ? 0 : after(day - 1);
                return day == 0 ? 0 : day - 1 + (capacity - before) / (after(day) - before);
            }
        }
        return most;
    }

    /**
     * Least squares through the newest days: Prometheus'
     * <a href="https://prometheus.io/docs/prometheus/latest/querying/functions/#predict_linear">predict_linear</a>, and what Harvest and
     * Active IQ Unified Manager make of a week.
     */
    static Extrapolation linear(double[] days, int known, int window) {
        double meanTime = 0;
        double mean = 0;
        for (int i = 0; i < window; i++) {
            meanTime += (i - window + 1.0) / window;
            mean += days[known - window + i] / window;
        }
        double products = 0;
        double squares = 0;
        for (int i = 0; i < window; i++) {
            double time = i - window + 1 - meanTime;
            products += time * (days[known - window + i] - mean);
            squares += time * time;
        }
        double slope = products / squares;
        double level = mean - slope * meanTime;
        return ahead -> level + slope * ahead;
    }

    /**
     * Holt's and Winters' additive smoothing with a week, at the constants of a grid that foresaw the next day best
     * (<a href="https://otexts.com/fpp3/holt-winters.html">Hyndman, Athanasopoulos</a>).
     */
    static Extrapolation holtWinters(double[] days, int known) {
        double[] grid = {0.05, 0.1, 0.2, 0.4, 0.7};
        Extrapolation best = ahead -> days[known - 1];
        double least = Double.POSITIVE_INFINITY;
        for (double alpha : grid) {
            for (double beta : grid) {
                for (double gamma : grid) {
                    Smoothing smoothing = new Smoothing(days, known, alpha, alpha * beta, gamma);
                    if (smoothing.squares < least) {
                        least = smoothing.squares;
                        best = smoothing;
                    }
                }
            }
        }
        return best;
    }

    /** One run over the days. */
    final class Smoothing implements Extrapolation {
        private static final int WEEK = 7;

        private final int known;
        private final double[] season = new double[WEEK];
        private double level;
        private double trend;
        private double squares;

        Smoothing(double[] days, int known, double alpha, double beta, double gamma) {
            this.known = known;
            for (int i = 0; i < WEEK; i++) {
                level += days[i] / WEEK;
                trend += (days[i + WEEK] - days[i]) / WEEK / WEEK;
            }
            for (int i = 0; i < WEEK; i++) {
                season[i] = days[i] - level - trend * (i - (WEEK - 1) / 2.0);
            }
            level += trend * (WEEK - 1) / 2.0;
            for (int i = WEEK; i < known; i++) {
                double foreseen = level + trend + season[i % WEEK];
                squares += (days[i] - foreseen) * (days[i] - foreseen);
                double before = level;
                level = alpha * (days[i] - season[i % WEEK]) + (1 - alpha) * (level + trend);
                trend = beta * (level - before) + (1 - beta) * trend;
                season[i % WEEK] = gamma * (days[i] - level) + (1 - gamma) * season[i % WEEK];
            }
        }

        @Override
        public double after(int days) {
            return level + trend * days + season[(known - 1 + days) % WEEK];
        }
    }
}
