package io.ullage.job.forecast;

import java.util.Arrays;

/**
 * Restricted likelihood of noise that remembers (D. Harville, <a href="https://doi.org/10.1080/01621459.1977.10480998"><i>Maximum likelihood
 * approaches to variance component estimation</i></a>, 1977): the plain one takes noise that walks for noise that returns, since a line
 * fitted to a walk takes much of it away.
 */
final class Likelihood {
    /** Of squares that are rounding, relative to values of size one. */
    private static final double LEAST = 1e-18;

    private Likelihood() {}

    /**
     * Its natural logarithm, up to a constant.
     *
     * @param regressors how many, of mean 0 and spread 1 but for the constant
     * @param squares sum of squared innovations
     * @param logDeterminant of the whitened cross product
     */
    static double restricted(int days, int regressors, double squares, double memory, double logDeterminant) {
        return -(days - regressors) / 2.0 * Math.log(Math.max(squares, LEAST))
                + 0.5 * Math.log(1 - memory * memory)
                - 0.5 * logDeterminant;
    }

    /** The same of two lines that meet at {@code knee}, over all days. */
    static double broken(double[] values, int knee, double memory) {
        int n = values.length;
        double[][] regressors = {ones(n), spread(n, 0), spread(n, knee)};
        int count = regressors.length;
        double[][] equations = new double[count][count + 1];
        double squares = 0;
        double[] white = new double[count];
        double first = Math.sqrt(1 - memory * memory);
        for (int i = 0; i < n; i++) {
            double value = i == 0 ? first * values[0] : values[i] - memory * values[i - 1];
            for (int k = 0; k < count; k++) {
                white[k] = i == 0 ? first * regressors[k][0] : regressors[k][i] - memory * regressors[k][i - 1];
            }
            for (int k = 0; k < count; k++) {
                for (int j = 0; j < count; j++) {
                    equations[k][j] += white[k] * white[j];
                }
                equations[k][count] += white[k] * value;
            }
            squares += value * value;
        }
        double logDeterminant = 0;
        for (int k = 0; k < count; k++) {
            double pivot = equations[k][k];
            logDeterminant += Math.log(pivot);
            squares -= equations[k][count] * equations[k][count] / pivot;
            for (int j = k + 1; j < count; j++) {
                double times = equations[j][k] / pivot;
                for (int c = k; c <= count; c++) {
                    equations[j][c] -= times * equations[k][c];
                }
            }
        }
        return restricted(n, count, squares, memory, logDeterminant);
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Days since {@code from}, none before it, with mean 0 and spread 1. */
    private static double[] spread(int n, int from) {
        double[] days = new double[n];
        double mean = 0;
        for (int i = 0; i < n; i++) {
            days[i] = Math.max(0, i - from);
            mean += days[i] / n;
        }
        double squares = 0;
        for (int i = 0; i < n; i++) {
            days[i] -= mean;
            squares += days[i] * days[i] / n;
        }
        for (int i = 0; i < n; i++) {
            days[i] /= Math.sqrt(squares);
        }
        return days;
    }
}
