package io.ullage.job.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * All ways to see a series that its readings do not refute, each with its weight: one regime or a new one, straight or bent, noise that
 * forgets at once, slowly or never. Which of them is true is a part of what is not known, so a path first draws its view.
 */
final class Views {
    /** Correlations of the noise from one day to the next; the last is a walk. */
    private static final double[] MEMORIES = {0, 0.25, 0.45, 0.6, 0.7, 0.8, 0.87, 0.92, 0.96, 0.98, 0.9995};

    /** How much likelier a walk is than each other memory, before anything was read: bytes that were written stay. */
    private static final double WALK = 30;
    /** The same of a straight line. */
    private static final double STRAIGHT = 0.85;
    /** A change of regime costs so many times the logarithm of the number of days (Schwarz's criterion has 1 for two parameters). */
    private static final double CHANGE = 1.25;

    /** Bends times days of the regime: from a rate that doubles to one that ends. */
    private static final double LEAST_BEND = -0.7;

    private static final double MOST_BEND = 8;
    private static final int BENDS = 13;
    private static final int ZOOMS = 3;
    /** Fewer days show no bend. */
    private static final int LEAST_BENT_DAYS = 21;
    /** Less likely than the likeliest by this natural logarithm is not seen. */
    private static final double NEGLIGIBLE = 5;

    /** A view with its regime. */
    record View(BentLine line, double[] values, double logWeight) {}

    private final List<View> views;
    private final double[] upTo;

    private Views(List<View> all) {
        double most = all.stream().mapToDouble(View::logWeight).max().orElse(0);
        views = all.stream().filter(view -> view.logWeight > most - NEGLIGIBLE).toList();
        upTo = new double[views.size()];
        double sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            View view = views.get(i);
            view.line.settle(view.values);
            sum += Math.exp(view.logWeight - most);
            upTo[i] = sum;
        }
    }

    /**
     * @param values by day, not all the same
     * @param start day on which a new regime may have begun; 0: none
     */
    static Views of(double[] values, int start) {
        List<View> all = ofOneRegime(values);
        if (start > 0) {
            double change = Double.NEGATIVE_INFINITY;
            for (double memory : MEMORIES) {
                change = logSum(change, Likelihood.broken(values, start, memory) + logPrior(memory));
            }
            change -= CHANGE * Math.log(values.length);
            List<View> present = ofOneRegime(Arrays.copyOfRange(values, start, values.length));
            double weight = Double.NEGATIVE_INFINITY;
            for (View view : present) {
                weight = logSum(weight, view.logWeight);
            }
            for (View view : present) {
                all.add(new View(view.line, view.values, view.logWeight + change - weight));
            }
        }
        return new Views(all);
    }

    View draw(SplittableRandom random) {
        double at = random.nextDouble() * upTo[upTo.length - 1];
        int i = 0;
        while (upTo[i] < at) {
            i++;
        }
        return views.get(i);
    }

    private static List<View> ofOneRegime(double[] values) {
        List<View> all = new ArrayList<>();
        BentTime straight = new BentTime(0, values.length);
        for (double memory : MEMORIES) {
            BentLine line = new BentLine(values, straight, memory);
            all.add(new View(line, values, line.likelihood + Math.log(STRAIGHT) + logPrior(memory)));
        }
        if (values.length >= LEAST_BENT_DAYS) {
            all.addAll(bent(values));
        }
        return all;
    }

    /** Bends as close together as their likelihood asks for. */
    private static List<View> bent(double[] values) {
        int days = values.length;
        double low = LEAST_BEND;
        double high = MOST_BEND;
        for (int zoom = 1; ; zoom++) {
            double step = (high - low) / (BENDS - 1);
            double prior = Math.log((1 - STRAIGHT) * step / (MOST_BEND - LEAST_BEND));
            List<View> views = new ArrayList<>();
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < BENDS; i++) {
                BentTime bent = new BentTime((low + i * step) / days, days);
                for (double memory : MEMORIES) {
                    BentLine line = new BentLine(values, bent, memory);
                    View view = new View(line, values, line.likelihood + prior + logPrior(memory));
                    views.add(view);
                    most = Math.max(most, view.logWeight);
                }
            }
            double from = high;
            double to = low;
            for (View view : views) {
                if (view.logWeight > most - NEGLIGIBLE) {
                    from = Math.min(from, view.line.times().bend * days);
                    to = Math.max(to, view.line.times().bend * days);
                }
            }
            boolean closeEnough = to - from > (high - low) / 3;
            if (zoom == ZOOMS || closeEnough) {
                return views;
            }
            low = Math.max(LEAST_BEND, from - step);
            high = Math.min(MOST_BEND, to + step);
        }
    }

    private static double logPrior(double memory) {
        return memory == MEMORIES[MEMORIES.length - 1] ? Math.log(WALK) : 0;
    }

    private static double logSum(double a, double b) {
        double larger = Math.max(a, b);
        return larger == Double.NEGATIVE_INFINITY
                ? larger
                : larger + Math.log(Math.exp(a - larger) + Math.exp(b - larger));
    }
}
