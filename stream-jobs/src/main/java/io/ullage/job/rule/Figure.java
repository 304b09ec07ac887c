package io.ullage.job.rule;

/** A value with its bounds; all three are equal for what is exact. */
record Figure(double low, double best, double high) {
    static Figure exact(double value) {
        return new Figure(value, value, value);
    }

    boolean finite() {
        return Double.isFinite(low) && Double.isFinite(best) && Double.isFinite(high);
    }
}
