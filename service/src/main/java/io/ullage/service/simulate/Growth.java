package io.ullage.service.simulate;

/** How what a guest holds on a disk changes over time. */
enum Growth {
    FLAT,
    LINEAR,
    /** Releases, imports: nothing for days, then a jump. */
    STEPPED,
    /** Up in the day and down at night, less at the weekend. */
    SEASONAL,
    /** Builds and batch jobs: sudden, and mostly deleted some hours later. */
    BURSTY;

    private static final double HOURS_BETWEEN_STEPS = 96;
    private static final double HOURS_BETWEEN_BURSTS = 36;
    private static final double BURST_LEFT_AFTER_HOUR = 0.75;
    private static final double WEEKEND = 0.35;

    /** A pattern with the figures of one disk: what it holds as a share of provisioned. */
    static final class Curve {
        private final Growth growth;
        private final double perHour;
        private final double amplitude;
        private final double phaseHours;
        private double base;
        private double burst;

        Curve(Growth growth, double base, Chance chance) {
            this.growth = growth;
            this.base = base;
            this.perHour = chance.between(0.0001, 0.004) / 24;
            this.amplitude = chance.between(0.01, 0.05);
            this.phaseHours = chance.between(0.0, 24.0);
        }

        /** @param hour since the epoch, so that days and weeks begin where calendars say */
        double next(double hour, double stepHours, Chance chance) {
            return switch (growth) {
                case FLAT -> base;
                case LINEAR -> base += perHour * stepHours;
                case STEPPED -> {
                    if (chance.happens(stepHours / HOURS_BETWEEN_STEPS)) {
                        base += chance.between(amplitude / 2, amplitude * 2);
                    }
                    yield base;
                }
                case SEASONAL -> {
                    long day = (long) StrictMath.floor(hour / 24);
                    // the epoch was a Thursday
                    boolean weekend = day % 7 == 2 || day % 7 == 3;
                    double wave = 1 + StrictMath.sin(2 * StrictMath.PI * (hour - phaseHours) / 24);
                    yield base + amplitude * wave * (weekend ? WEEKEND : 1);
                }
                case BURSTY -> {
                    burst *= StrictMath.pow(BURST_LEFT_AFTER_HOUR, stepHours);
                    if (chance.happens(stepHours / HOURS_BETWEEN_BURSTS)) {
                        burst += chance.between(amplitude / 2, amplitude * 2);
                        base += amplitude * 0.02;
                    }
                    yield base + burst;
                }
            };
        }
    }
}
