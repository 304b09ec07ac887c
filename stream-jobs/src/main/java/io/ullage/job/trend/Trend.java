package io.ullage.job.trend;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a series is going. The rates are absent together, where there is not enough history; else {@code low <= best <= high}.
 *
 * @param lowBytesPerSecond lower end of the 95 % interval of the slope
 * @param bestBytesPerSecond slope by Theil and Sen, of the present regime
 * @param highBytesPerSecond upper end of the same interval
 * @param since the first reading of the present regime; absent where nothing was read
 * @param points readings of the present regime that were kept
 */
public record Trend(
        Answer answer,
        @Nullable Double lowBytesPerSecond,
        @Nullable Double bestBytesPerSecond,
        @Nullable Double highBytesPerSecond,
        @Nullable Instant since,
        int points) {

    /** What can be said of a series. */
    public enum Answer {
        /** The whole interval of the rate lies above zero. */
        GROWING,
        /** The interval holds zero: growth cannot be told from none. */
        NOT_GROWING,
        /** The whole interval lies below zero. */
        SHRINKING,
        /** Too few readings, or over too short a time, since the last change. */
        NOT_ENOUGH_HISTORY
    }

    static Trend notEnoughHistory(@Nullable Instant since, int points) {
        return new Trend(Answer.NOT_ENOUGH_HISTORY, null, null, null, since, points);
    }

    static Trend of(double low, double best, double high, Instant since, int points) {
        Answer answer = low > 0 ? Answer.GROWING : high < 0 ? Answer.SHRINKING : Answer.NOT_GROWING;
        return new Trend(answer, low, best, high, since, points);
    }
}
