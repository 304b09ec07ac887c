package io.ullage.job.forecast;

import java.util.SplittableRandom;

/** Distributions that the JDK does not have. */
final class Chance {
    private Chance() {}

    static double exponential(double rate, SplittableRandom random) {
        return -Math.log(1 - random.nextDouble()) / rate;
    }

    /**
     * Gamma with scale 1, by G. Marsaglia and W. Tsang, <a href="https://doi.org/10.1145/358407.358414"><i>A simple method for generating
     * gamma variables</i></a>, 2000.
     */
    static double gamma(double shape, SplittableRandom random) {
        if (shape < 1) {
            return gamma(shape + 1, random) * Math.pow(random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double normal = random.nextGaussian();
            double v = 1 + c * normal;
            if (v > 0) {
                double cube = v * v * v;
                double bound = 0.5 * normal * normal + d - d * cube + d * Math.log(cube);
                if (Math.log(random.nextDouble()) < bound) {
                    return d * cube;
                }
            }
        }
    }
}
