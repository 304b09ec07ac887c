package io.ullage.bench.dedup;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tables of errors: {@code KEYS [IMAGE…]}. */
public final class AccuracyMain {
    private AccuracyMain() {}

    public static void main(String[] arguments) throws Exception {
        int keys = Integer.parseInt(arguments[0]);
        List<Population> populations = new ArrayList<>();
        if (arguments.length > 1) {
            for (int k : new int[] {6, 8, 10, 13}) {
                measure(populations, k, keys);
            }
        } else {
            for (int k : new int[] {13, 10, 8}) {
                measure(SyntheticPopulations.all(), k, k == 13 ? keys : keys / 5);
            }
        }
    }

    private static void measure(List<Population> populations, int k, int keys) {
        System.out.printf(Locale.ROOT, "%nk = %d, %d keys%n", k, keys);
        System.out.printf(
                "%-18s %-20s %9s %8s %8s %8s %8s %7s %7s %7s%n",
                "data", "figure", "sampled", "mean", "rms", "plain", "width", "cover", "above", "below");
        for (Population population : populations) {
            Accuracy accuracy = new Accuracy(population, k);
            Map<String, Score> scores = accuracy.under(keys, 7);
            scores.forEach((estimand, score) -> System.out.printf(
                    Locale.ROOT,
                    "%-18s %-20s %9.0f %8.2f %8.2f %8.2f %8.2f %7.1f %7.1f %7.1f%n",
                    population.name(),
                    estimand,
                    accuracy.meanFingerprints(keys),
                    100 * score.meanError(),
                    100 * score.rmsError(),
                    100 * score.plainRmsError(),
                    100 * score.meanWidth(),
                    100 * score.coverage(),
                    100 * score.above(),
                    100 * score.below()));
        }
    }
}
