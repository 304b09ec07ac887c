package io.ullage.job.forecast;

/**
 * Time that slows down: day {@code t} of a regime counts as {@code (1 − exp(−bend·t)) / bend}, and as itself at a bend of zero; moved and
 * stretched so that over the regime it has mean 0 and spread 1. Worked out once for all the views that share it.
 */
final class BentTime {
    /** Per day; negative where time goes faster and faster. */
    final double bend;

    private final double centre;
    private final double spread;
    private final double[] days;

    BentTime(double bend, int count) {
        this.bend = bend;
        days = new double[count];
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            days[i] = bent(i);
            mean += days[i] / count;
        }
        for (int i = 0; i < count; i++) {
            squares += (days[i] - mean) * (days[i] - mean) / count;
        }
        centre = mean;
        spread = Math.sqrt(squares);
        for (int i = 0; i < count; i++) {
            days[i] = (days[i] - centre) / spread;
        }
    }

    private double bent(double day) {
        return bend == 0 ? day : -Math.expm1(-bend * day) / bend;
    }

    /** How many days the regime has. */
    int count() {
        return days.length;
    }

    /** Of a day of the regime; day 0 is the first. */
    double at(int day) {
        return days[day];
    }

    /** Of the days after the last one of the regime. */
    double[] ahead(int count) {
        double[] ahead = new double[count];
        for (int i = 0; i < count; i++) {
            ahead[i] = (bent(days.length + i) - centre) / spread;
        }
        return ahead;
    }

    /** How fast it goes on the last day of the regime. */
    double pace() {
        return Math.exp(-bend * (days.length - 1)) / spread;
    }
}
