package io.ullage.job.forecast;

import io.ullage.job.trend.Series;
import io.ullage.schema.forecast.Verdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Rare steps out, every view of what remains, and from each as many paths as it is likely; the quantiles of all of them. */
public final class Forecaster {
    /** Days of readings that are needed. */
    public static final int LEAST_DAYS = 7;

    /** It looks so many times as far ahead as back. */
    public static final int HORIZON_TIMES = 2;

    /** And no farther than this. */
    public static final int MOST_HORIZON_DAYS = 730;

    private static final int QUARTER = 90;

    private Forecaster() {}

    /**
     * @param used what is used, as read
     * @param capacityBytes what it can hold now; absent where nobody knows
     */
    public static Outlook forecast(Series used, @Nullable Long capacityBytes, WhatIf whatIf) {
        int n = used.size();
        if (n == 0) {
            return Outlook.without(Verdict.NOT_ENOUGH_HISTORY, Duration.ZERO, LEAST_DAYS + " days of readings");
        }
        long newest = used.values()[n - 1];
        boolean full = capacityBytes != null && whatIf.applied(newest, newest, 0.5) >= capacityBytes;
        Duration history = Duration.ofMillis(used.times()[n - 1] - used.times()[0]);
        double[] peaks = DailyPeaks.of(used);
        if (peaks.length < LEAST_DAYS) {
            int missing = LEAST_DAYS - peaks.length;
            return Outlook.without(
                    full ? Verdict.FULL : Verdict.NOT_ENOUGH_HISTORY, history, days(missing) + " of readings");
        }
        int horizon = Math.min(MOST_HORIZON_DAYS, HORIZON_TIMES * peaks.length);
        int more = (QUARTER + HORIZON_TIMES - 1) / HORIZON_TIMES - peaks.length;
        String missing = more > 0 ? days(more) + " of readings to look " + QUARTER + " days ahead" : null;
        return Outlook.of(Paths.of(peaks, horizon), history, full, capacityBytes, whatIf, missing);
    }

    private static String days(int count) {
        return count == 1 ? "1 more day" : count + " more days";
    }
}
