package io.ullage.bench.forecast;

import io.ullage.bench.forecast.Score.Trial;
import io.ullage.job.forecast.Forecaster;
import io.ullage.job.forecast.Outlook;
import io.ullage.job.forecast.Quantiles;
import io.ullage.job.forecast.WhatIf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Many series of one family, each cut at a day, forecast, and held against how it went on. */
public final class BackTest {
    /** Days ahead at which what is used is held against what came. */
    static final int[] AHEAD = {7, 30, 90};

    private static final int FUTURE_DAYS = 180;
    private static final double GIB = 1L << 30;

    private final Setting setting;
    private final int leastDays;
    private final int mostDays;

    /** Of one series: by days ahead, and of days to full where it was full within the horizon. */
    private record Trials(
            Map<Integer, Trial> used, @Nullable Trial full, boolean saidNotFilling) {}

    /**
     * Of a family.
     *
     * @param used by days ahead, in GiB
     * @param full in days, where it was full within the horizon
     * @param saidNotFilling share of the series of which it said so
     */
    public record Scores(Map<Integer, Score> used, @Nullable Score full, double saidNotFilling) {
        /** Over days ahead and days to full, each counted alike. */
        double coverage() {
            double sum = used.values().stream().mapToDouble(Score::coverage).sum();
            return full == null ? sum / used.size() : (sum + full.coverage()) / (used.size() + 1);
        }
    }

    /**
     * @param leastDays of history
     * @param mostDays of history
     */
    public BackTest(Setting setting, int leastDays, int mostDays) {
        this.setting = setting;
        this.leastDays = leastDays;
        this.mostDays = mostDays;
    }

    /** Over that many series. */
    public Scores run(Family family, int series) {
        List<Trials> all = IntStream.range(0, series)
                .parallel()
                .mapToObj(seed -> trials(family, seed))
                .toList();
        Map<Integer, Score> used = new LinkedHashMap<>();
        for (int ahead : AHEAD) {
            List<Trial> trials = new ArrayList<>();
            all.forEach(one -> {
                if (one.used.containsKey(ahead)) {
                    trials.add(one.used.get(ahead));
                }
            });
            if (!trials.isEmpty()) {
                used.put(ahead, Score.of(trials));
            }
        }
        List<Trial> full = new ArrayList<>();
        all.forEach(one -> {
            if (one.full != null) {
                full.add(one.full);
            }
        });
        double notFilling = (double) all.stream().filter(Trials::saidNotFilling).count() / series;
        return new Scores(used, full.isEmpty() ? null : Score.of(full), notFilling);
    }

    private Trials trials(Family family, int seed) {
        long own = seed + (setting == Setting.TUNED ? 0 : 1_000_000);
        SplittableRandom random = new SplittableRandom(own);
        int known = leastDays + random.nextInt(mostDays - leastDays + 1);
        double daysAhead = 10 + 110 * random.nextDouble();
        Path path = family.path(setting, own, known + FUTURE_DAYS, known);
        double[] peaks = path.peaks();
        double capacity = peaks[known - 1] + path.expected().applyAsDouble(daysAhead);
        Outlook outlook = Forecaster.forecast(path.history(), Math.round(capacity), WhatIf.NOTHING);
        Extrapolation[] others = {
            Extrapolation.linear(peaks, known, 7),
            Extrapolation.linear(peaks, known, known),
            Extrapolation.holtWinters(peaks, known)
        };
        Map<Integer, Trial> used = new LinkedHashMap<>();
        for (int ahead : AHEAD) {
            Quantiles quantiles = outlook.usedAfter(ahead);
            if (quantiles.p50() != null) {
                double came = peaks[known - 1 + ahead];
                double[] errors = new double[others.length + 1];
                errors[0] = Math.abs(quantiles.p50() - came) / GIB;
                for (int m = 0; m < others.length; m++) {
                    errors[m + 1] = Math.abs(others[m].after(ahead) - came) / GIB;
                }
                used.put(ahead, new Trial(side(quantiles, came), errors));
            }
        }
        int horizon = Math.min(FUTURE_DAYS, Forecaster.HORIZON_TIMES * known);
        Extrapolation truth = days -> peaks[known - 1 + days];
        double came = truth.daysTo(capacity, horizon);
        Trial full = null;
        if (came < horizon && family != Family.FLAT) {
            Double p50 = outlook.daysToFull().p50();
            double[] errors = new double[others.length + 1];
            errors[0] = Math.abs((p50 == null ? horizon : Math.min(horizon, p50)) - came);
            for (int m = 0; m < others.length; m++) {
                errors[m + 1] = Math.abs(others[m].daysTo(capacity, horizon) - came);
            }
            full = new Trial(side(outlook.daysToFull(), came), errors);
        }
        return new Trials(used, full, outlook.daysToFull().p10() == null);
    }

    /** A quantile that is absent is later than all that came. */
    private static int side(Quantiles quantiles, double came) {
        if (quantiles.p10() == null || came < quantiles.p10()) {
            return -1;
        }
        return quantiles.p90() != null && came > quantiles.p90() ? 1 : 0;
    }
}
