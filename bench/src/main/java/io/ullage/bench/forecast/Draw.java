package io.ullage.bench.forecast;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/** Chance, as the families of series need it. */
final class Draw {
    private final Setting setting;
    private final SplittableRandom random;

    Draw(Setting setting, SplittableRandom random) {
        this.setting = setting;
        this.random = random;
    }

    /** Uniform, from the first range or, held out, from the second. */
    double between(double low, double high, double heldOutLow, double heldOutHigh) {
        double share = random.nextDouble();
        return setting == Setting.TUNED ? low + share * (high - low) : heldOutLow + share * (heldOutHigh - heldOutLow);
    }

    /** Growth per day: 0.1 to 1 % of what is used; held out, 0.05 to 2 %. Small ones are as frequent as large ones. */
    double rate() {
        return Math.exp(between(Math.log(1), Math.log(10), Math.log(0.5), Math.log(20)));
    }

    double normal() {
        return random.nextGaussian();
    }

    boolean chance(double chance) {
        return random.nextDouble() < chance;
    }

    /** Lognormal with mean 1. */
    double around(double spread) {
        return Math.exp(spread * normal() - spread * spread / 2);
    }

    /**
     * Noise that remembers: an autoregressive process of order one.
     *
     * @param memory correlation from one day to the next
     */
    double[] remembered(int count, double memory, double deviation) {
        double kept = Math.pow(memory, 1.0 / Family.PER_DAY);
        double fresh = deviation * Math.sqrt(1 - kept * kept);
        double[] noise = new double[count];
        double last = deviation * normal();
        for (int i = 0; i < count; i++) {
            last = kept * last + fresh * normal();
            noise[i] = last;
        }
        return noise;
    }

    /** Sums of jumps at random times, as many on the average as the gap between them says. */
    double[] jumps(int count, double gap, DoubleSupplier size) {
        double[] sums = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            if (chance(1 / gap)) {
                sum += size.getAsDouble();
            }
            sums[i] = sum;
        }
        return sums;
    }

    /** What each day of the week differs from the mean. */
    double[] week(double deviation) {
        double[] week = new double[7];
        double mean = 0;
        for (int i = 0; i < 7; i++) {
            week[i] = deviation * normal();
            mean += week[i] / 7;
        }
        for (int i = 0; i < 7; i++) {
            week[i] -= mean;
        }
        return week;
    }
}
