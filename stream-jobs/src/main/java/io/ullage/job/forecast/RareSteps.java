package io.ullage.job.forecast;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Steps that were taken out of a series: they say nothing of its rate, and yet they may come again. As many as there were in as long a
 * time, at random (a Poisson process of which the rate is not known), of their sizes, up as often as they went up.
 */
final class RareSteps {
    /** Steps that come more often are how the series grows, and are left to the bootstrap. */
    static final int MOST = 2;

    /** Logarithm by which sizes differ more than one or two of them tell. */
    private static final double SPREAD = 0.5;

    private final double[] sizes;
    private final int days;
    private final int up;

    /** @param jumps for each day what of its increment is a step; mostly nothing */
    RareSteps(double[] jumps) {
        sizes = Arrays.stream(jumps).filter(jump -> jump != 0).toArray();
        days = jumps.length;
        up = (int) Arrays.stream(sizes).filter(size -> size > 0).count();
    }

    /** Adds steps that may come to {@code path}, which has a value per day. */
    void addTo(double[] path, SplittableRandom random) {
        if (sizes.length == 0) {
            return;
        }
        double rate = Chance.gamma(sizes.length + 1, random) / days;
        double ups = Chance.gamma(up + 0.5, random);
        double chanceUp = ups / (ups + Chance.gamma(sizes.length - up + 0.5, random));
        double sum = 0;
        double next = Chance.exponential(rate, random);
        for (int day = 0; day < path.length; day++) {
            while (next <= day + 1) {
                double size = Math.abs(sizes[random.nextInt(sizes.length)]) * Math.exp(SPREAD * random.nextGaussian());
                sum += random.nextDouble() < chanceUp ? size : -size;
                next += Chance.exponential(rate, random);
            }
            path[day] += sum;
        }
    }
}
