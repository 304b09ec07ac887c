package io.ullage.job.forecast;

import io.ullage.job.forecast.Views.View;
import io.ullage.job.trend.Regime;
import io.ullage.job.trend.Series;
import io.ullage.job.trend.Steps;
import java.util.Arrays;
import java.util.SplittableRandom;

/** What may come: {@value #COUNT} ways on from the newest reading, each as likely as any other. */
final class Paths {
    static final int COUNT = 400;

    /** Days of noise that are drawn together. */
    private static final int BLOCK = 7;
    /** Over so many days, at most, a path is held against how far the series itself moved. */
    private static final int FAR_DAYS = 30;
    /** A past that moved so many times more or less than the real one is no measure. */
    private static final double MOST_SCALE = 3;
    /** Chance is the same for all, and always. */
    private static final long SEED = 0x756c6c616765L;

    /** The daily peak of the newest day. */
    final double now;
    /** By path and day from tomorrow on. */
    final double[][] used;
    /** Growth per day now, by path. */
    final double[] rates;

    private Paths(double now, int horizon) {
        this.now = now;
        used = new double[COUNT][horizon];
        rates = new double[COUNT];
    }

    /** @param horizon days */
    static Paths of(double[] peaks, int horizon) {
        int n = peaks.length;
        Paths paths = new Paths(peaks[n - 1], horizon);
        double[] jumps = rareJumps(peaks);
        double[] values = new double[n];
        double[] seconds = new double[n];
        double scale = 0;
        for (int i = n - 1; i >= 0; i--) {
            values[i] = i == n - 1 ? 0 : values[i + 1] - (peaks[i + 1] - peaks[i]) + jumps[i];
            seconds[i] = i * (DailyPeaks.DAY_MILLIS / 1000.0);
            scale = Math.max(scale, Math.abs(values[i]));
        }
        if (scale == 0) {
            for (double[] path : paths.used) {
                Arrays.fill(path, paths.now);
            }
            return paths;
        }
        int start = Regime.start(seconds, values);
        for (int i = 0; i < n; i++) {
            values[i] /= scale;
        }
        double[] week = Week.profile(values);
        for (int i = 0; i < n; i++) {
            values[i] -= week[i % Week.DAYS];
        }
        Views views =
                Views.of(values, n - start < Forecaster.LEAST_DAYS ? Math.max(0, n - Forecaster.LEAST_DAYS) : start);
        RareSteps steps = new RareSteps(jumps);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int p = 0; p < COUNT; p++) {
            double[] path = paths.used[p];
            paths.rates[p] = scale * walk(views.draw(random), path, random);
            for (int day = 0; day < horizon; day++) {
                path[day] = paths.now + scale * (path[day] + week[(n + day) % Week.DAYS]);
            }
            steps.addTo(path, random);
            for (int day = 0; day < horizon; day++) {
                path[day] = Math.max(0, path[day]);
            }
        }
        return paths;
    }

    /** Steps, if there are few of them. */
    private static double[] rareJumps(double[] peaks) {
        int n = peaks.length;
        long[] times = new long[n];
        long[] values = new long[n];
        for (int i = 0; i < n; i++) {
            times[i] = i * DailyPeaks.DAY_MILLIS;
            values[i] = Math.round(peaks[i]);
        }
        double[] jumps = Steps.jumps(new Series(times, values));
        long found = Arrays.stream(jumps).filter(jump -> jump != 0).count();
        return found <= RareSteps.MOST ? jumps : new double[n - 1];
    }

    /** One path, and its growth per day. A past is drawn with it: by what the fit would have been wrong there, it may be wrong here. */
    private static double walk(View view, double[] path, SplittableRandom random) {
        BentLine line = view.line();
        int days = line.days();
        double[] innovations = line.innovations();
        double[] drawn = new double[days];
        int place = 0;
        for (int i = 0; i < days; i++) {
            place = i % BLOCK == 0 ? random.nextInt(days) : (place + 1) % days;
            drawn[i] = innovations[place];
        }
        double[] past = new double[days];
        double noise = drawn[0] / Math.sqrt(Math.max(0.04, 1 - line.memory * line.memory));
        for (int i = 0; i < days; i++) {
            noise = i == 0 ? noise : line.memory * noise + drawn[i];
            past[i] = noise;
        }
        double[] errors = new double[2];
        line.errors(drawn, past, errors);
        for (int i = 0; i < days; i++) {
            past[i] -= errors[0] + errors[1] * line.times().at(i);
        }
        Scales scales = Scales.of(line.residuals(), past, FAR_DAYS, MOST_SCALE);
        double now = line.times().at(days - 1);
        double state = line.residuals()[days - 1];
        double[] ahead = line.ahead(path.length);
        double kept = 1;
        double fresh = 0;
        for (int day = 1; day <= path.length; day++) {
            place = (day - 1) % BLOCK == 0 ? random.nextInt(days) : (place + 1) % days;
            fresh = line.memory * fresh + innovations[place];
            kept *= line.memory;
            double time = ahead[day - 1];
            double error = fresh + errors[0] * (1 - kept) + errors[1] * (time - kept * now);
            path[day - 1] = line.level() + line.slope() * time + kept * state + scales.over(day) * error;
        }
        return (line.slope() + scales.over(FAR_DAYS) * errors[1]) * line.times().pace();
    }
}
