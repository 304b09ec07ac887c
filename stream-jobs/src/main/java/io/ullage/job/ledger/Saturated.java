package io.ullage.job.ledger;

/** Sums and products of byte counts that a hostile message may have made up: they end at {@link Long#MAX_VALUE}, they do not wrap. */
final class Saturated {
    private Saturated() {}

    /** Of figures that are not negative. */
    static long sum(long... figures) {
        long sum = 0;
        for (long figure : figures) {
            if (figure > Long.MAX_VALUE - sum) {
                return Long.MAX_VALUE;
            }
            sum += figure;
        }
        return sum;
    }

    /** Of figures that are not negative. */
    static long product(long a, long b) {
        return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
    }
}
