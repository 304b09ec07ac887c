package io.ullage.bench.forecast;

import io.ullage.bench.forecast.BackTest.Scores;
import io.ullage.bench.forecast.Score.Method;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints how often intervals hold, and how far others are off. What the columns mean: {@code docs/forecast.md}. */
public final class BackTestMain {
    private final PrintStream out;
    private final int series;

    private BackTestMain(PrintStream out, int series) {
        this.out = out;
        this.series = series;
    }

    /** {@code SERIES [SETTING [FAMILY…]]}: how many of each family, and which. */
    public static void main(String[] arguments) {
        if (arguments.length < 1) {
            System.err.println("usage: BackTestMain SERIES [TUNED|HELD_OUT [FAMILY...]]");
            System.exit(2);
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BackTestMain main = new BackTestMain(out, Integer.parseInt(arguments[0]));
        List<Family> families = arguments.length > 2
                ? Arrays.stream(arguments).skip(2).map(Family::valueOf).toList()
                : List.of(Family.values());
        Setting[] settings = arguments.length > 1 ? new Setting[] {Setting.valueOf(arguments[1])} : Setting.values();
        for (Setting setting : settings) {
            main.measure(setting, families, 60, 180);
        }
        if (arguments.length == 1) {
            main.measure(Setting.HELD_OUT, families, 14, 45);
        }
    }

    private void measure(Setting setting, List<Family> families, int leastDays, int mostDays) {
        BackTest test = new BackTest(setting, leastDays, mostDays);
        Map<Family, Scores> all = new LinkedHashMap<>();
        long begin = System.nanoTime();
        for (Family family : families) {
            all.put(family, test.run(family, series));
        }
        double millis = (System.nanoTime() - begin) / 1e6 / series / families.size();
        out.printf(
                Locale.ROOT,
                "%n%s parameters, %d series of each family, %d to %d days of history%n%n",
                setting,
                series,
                leastDays,
                mostDays);
        out.println("| family | used in 7 d | 30 d | 90 d | days to full | all | below | above | full | not filling |");
        out.println("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        all.forEach(this::coverage);
        double eight = all.entrySet().stream()
                .filter(entry -> Arrays.asList(Family.EIGHT).contains(entry.getKey()))
                .mapToDouble(entry -> entry.getValue().coverage())
                .average()
                .orElse(Double.NaN);
        out.printf(Locale.ROOT, "| the eight together | | | | | %.1f | | | | |%n", 100 * eight);
        out.println();
        out.println("| family | days | Ullage | linear, a week | linear, all | Holt-Winters |");
        out.println("|---|--:|--:|--:|--:|--:|");
        all.forEach(this::errors);
        out.printf(Locale.ROOT, "%n%.2f ms per series, with what others do%n", millis);
    }

    private void coverage(Family family, Scores scores) {
        StringBuilder line = new StringBuilder("| " + family + " |");
        double below = 0;
        double above = 0;
        for (int ahead : BackTest.AHEAD) {
            Score score = scores.used().get(ahead);
            line.append(score == null ? " |" : percent(score.coverage()));
            below += score == null
                    ? 0
                    : (double) score.below() / score.trials() / scores.used().size();
            above += score == null
                    ? 0
                    : (double) score.above() / score.trials() / scores.used().size();
        }
        Score full = scores.full();
        line.append(full == null ? " – |" : percent(full.coverage()));
        line.append(percent(scores.coverage())).append(percent(below)).append(percent(above));
        line.append(full == null ? " 0 |" : " " + full.trials() + " |").append(percent(scores.saidNotFilling()));
        out.println(line);
    }

    private void errors(Family family, Scores scores) {
        scores.used().forEach((ahead, score) -> out.println(errors(family, "used, " + ahead, score)));
        if (scores.full() != null) {
            out.println(errors(family, "to full", scores.full()));
        }
    }

    private static String errors(Family family, String what, Score score) {
        StringBuilder line = new StringBuilder("| " + family + " | " + what + " |");
        for (Method method : Method.values()) {
            line.append(String.format(Locale.ROOT, " %.1f |", score.error(method)));
        }
        return line.toString();
    }

    private static String percent(double ratio) {
        return String.format(Locale.ROOT, " %.1f |", 100 * ratio);
    }
}
