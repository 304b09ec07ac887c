package io.ullage.bench.dedup;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints tables of errors. What the columns mean: {@code docs/dedup.md}. */
public final class AccuracyMain {
    private static final long SEED = 2019;

    private final PrintStream out;
    private final int keys;

    private AccuracyMain(PrintStream out, int keys) {
        this.out = out;
        this.keys = keys;
    }

    /** {@code KEYS [TEMPLATE_IMAGE LATER_IMAGE SPARSE_IMAGE]}: made up domains at full size, or domains made of real file systems. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 1 && arguments.length != 4) {
            System.err.println("usage: AccuracyMain KEYS [TEMPLATE_IMAGE LATER_IMAGE SPARSE_IMAGE]");
            System.exit(2);
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        AccuracyMain main = new AccuracyMain(out, Integer.parseInt(arguments[0]));
        if (arguments.length == 1) {
            main.measure("made up, at full size", SyntheticPopulations.all(), List.of(13, 10, 8));
            return;
        }
        List<Path> images = new ArrayList<>();
        for (String path : List.of(arguments).subList(1, 4)) {
            images.add(Path.of(path));
        }
        List<Population> populations = ImagePopulations.of(images.get(0), images.get(1), images.get(2));
        for (Population population : populations) {
            out.printf(
                    Locale.ROOT,
                    "%s: %d volumes, %d distinct chunks, data %d MiB, zero %d MiB%n",
                    population.name(),
                    population.totals().size(),
                    population.distinctChunks(),
                    population.all().dataBytes() >> 20,
                    population.all().zeroBytes() >> 20);
        }
        main.measure("real file systems", populations, List.of(6, 8, 10, 13));
    }

    private void measure(String title, List<Population> populations, List<Integer> samplings) {
        for (int k : samplings) {
            out.printf("%n%s, k = %d, %d keys; errors and width in %% of the truth%n%n", title, k, keys);
            out.println(
                    "| data | figure | samples | mean error | rms error | plain rms | width | coverage | above | below |");
            out.println("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|");
            for (Population population : populations) {
                new Accuracy(population, k)
                        .under(keys, SEED)
                        .forEach((figure, score) -> print(population.name(), figure, score));
            }
        }
    }

    private void print(String data, String figure, Score score) {
        if (!score.judged()) {
            out.printf(Locale.ROOT, "| %s | %s | 0 | | | | | %.1f | | |%n", data, figure, 100 * score.coverage());
            return;
        }
        out.printf(
                Locale.ROOT,
                "| %s | %s | %.0f | %+.2f | %.2f | %.2f | %.2f | %.1f | %.1f | %.1f |%n",
                data,
                figure,
                score.meanSamples(),
                100 * score.meanError(),
                100 * score.rmsError(),
                100 * score.plainRmsError(),
                100 * score.meanWidth(),
                100 * score.coverage(),
                100 * score.above(),
                100 * score.below());
    }
}
