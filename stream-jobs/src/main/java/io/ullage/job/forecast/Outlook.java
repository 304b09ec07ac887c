package io.ullage.job.forecast;

import io.ullage.schema.forecast.Verdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What may become of a series from its newest reading on. */
public final class Outlook {
    private static final double DAY_SECONDS = 86_400;

    private final Verdict verdict;
    private final Duration history;
    private final @Nullable String missing;
    private final @Nullable Paths paths;
    private final WhatIf whatIf;
    private final Quantiles daysToFull;

    private Outlook(
            Verdict verdict,
            Duration history,
            @Nullable String missing,
            @Nullable Paths paths,
            WhatIf whatIf,
            Quantiles daysToFull) {
        this.verdict = verdict;
        this.history = history;
        this.missing = missing;
        this.paths = paths;
        this.whatIf = whatIf;
        this.daysToFull = daysToFull;
    }

    static Outlook without(Verdict verdict, Duration history, @Nullable String missing) {
        return new Outlook(verdict, history, missing, null, WhatIf.NOTHING, Quantiles.NONE);
    }

    /** @param full it is full by its newest reading */
    static Outlook of(
            Paths paths,
            Duration history,
            boolean full,
            @Nullable Long capacityBytes,
            WhatIf whatIf,
            @Nullable String missing) {
        if (capacityBytes == null) {
            return new Outlook(Verdict.NO_CAPACITY, history, missing, paths, whatIf, Quantiles.NONE);
        }
        if (full) {
            return new Outlook(Verdict.FULL, history, missing, paths, whatIf, new Quantiles(0.0, 0.0, 0.0));
        }
        double[] days = new double[Paths.COUNT];
        for (int p = 0; p < days.length; p++) {
            days[p] = firstFull(paths, p, capacityBytes, whatIf);
        }
        Quantiles toFull = Quantiles.of(days);
        Verdict verdict =
                toFull.p10() == null ? Verdict.NOT_FILLING : toFull.p50() == null ? Verdict.MAY_FILL : Verdict.FILLING;
        return new Outlook(verdict, history, missing, paths, whatIf, toFull);
    }

    /** Days until a path reaches the capacity; between two days on the line from peak to peak. */
    private static double firstFull(Paths paths, int p, double capacity, WhatIf whatIf) {
        double before = whatIf.applied(paths.now, paths.now, rank(p));
        for (int day = 0; day < paths.used[p].length; day++) {
            double used = whatIf.applied(paths.now, paths.used[p][day], rank(p));
            if (used >= capacity) {
                return before >= capacity ? day : day + (capacity - before) / (used - before);
            }
            before = used;
        }
        return Double.POSITIVE_INFINITY;
    }

    /** Spreads what is returned over the paths, and has nothing to do with what they do: 0.618… is the golden ratio. */
    private static double rank(int path) {
        double golden = (path + 0.5) * 0.6180339887498949;
        return golden - Math.floor(golden);
    }

    public Verdict verdict() {
        return verdict;
    }

    /** From the first reading to the newest. */
    public Duration history() {
        return history;
    }

    /** Days of readings that are missing for more; absent where nothing is. */
    public @Nullable String missing() {
        return missing;
    }

    /** Absent where there is not enough history. */
    public @Nullable Duration horizon() {
        return paths == null ? null : Duration.ofDays(paths.used[0].length);
    }

    /** In days; those beyond the horizon are absent. */
    public Quantiles daysToFull() {
        return daysToFull;
    }

    /** In bytes a second, of the present regime; absent where there is not enough history. */
    public Quantiles growth() {
        if (paths == null) {
            return Quantiles.NONE;
        }
        double[] rates = new double[paths.rates.length];
        for (int p = 0; p < rates.length; p++) {
            rates[p] = paths.rates[p] * whatIf.growthTimes() / DAY_SECONDS;
        }
        return Quantiles.of(rates);
    }

    /** The most that is used, in bytes, on the day so many days from now; absent beyond the horizon. */
    public Quantiles usedAfter(int days) {
        if (paths == null || days > paths.used[0].length) {
            return Quantiles.NONE;
        }
        double[] used = new double[Paths.COUNT];
        for (int p = 0; p < used.length; p++) {
            used[p] = whatIf.applied(paths.now, paths.used[p][days - 1], rank(p));
        }
        return Quantiles.of(used);
    }

    /** The chance that it is full within so many days, in 0..1; absent beyond the horizon and without a capacity. */
    public @Nullable Double chanceOfFull(long capacityBytes, int days) {
        if (paths == null || days > paths.used[0].length) {
            return null;
        }
        int full = 0;
        for (int p = 0; p < Paths.COUNT; p++) {
            full += firstFull(paths, p, capacityBytes, whatIf) <= days ? 1 : 0;
        }
        return (double) full / Paths.COUNT;
    }
}
