package io.ullage.job.forecast;

/**
 * What is supposed to be different from now on.
 *
 * @param growthTimes what it grows by from now on is so many times as much
 * @param lessLowBytes returned at once, at least; negative where something is added
 * @param lessBestBytes returned at once
 * @param lessHighBytes returned at once, at most
 */
public record WhatIf(double growthTimes, long lessLowBytes, long lessBestBytes, long lessHighBytes) {
    public static final WhatIf NOTHING = new WhatIf(1, 0, 0, 0);

    public WhatIf {
        if (!(growthTimes >= 0) || Double.isInfinite(growthTimes)) {
            throw new IllegalArgumentException("growthTimes: must not be negative, was " + growthTimes);
        }
        if (lessLowBytes > lessBestBytes || lessBestBytes > lessHighBytes) {
            throw new IllegalArgumentException("lessBestBytes: must be from low to high, was " + lessBestBytes);
        }
    }

    /**
     * What is used then, in bytes.
     *
     * @param now what is used now
     * @param used what would be used if nothing were different
     * @param rank of what is returned among all that may be, in 0..1
     */
    double applied(double now, double used, double rank) {
        double less = rank < 0.5
                ? lessLowBytes + 2 * rank * (lessBestBytes - lessLowBytes)
                : lessBestBytes + (2 * rank - 1) * (lessHighBytes - lessBestBytes);
        return Math.max(0, now + growthTimes * (used - now) - less);
    }
}
