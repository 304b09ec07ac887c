package io.ullage.job.trend;

import org.jspecify.annotations.Nullable;

/**
 * When a room will be full, in seconds from the last reading. An end that is absent is never: at that rate it does not fill.
 *
 * @param lowSeconds at the highest rate of the interval
 * @param bestSeconds at the best rate
 * @param highSeconds at the lowest rate
 */
public record TimeToFull(
        @Nullable Long lowSeconds,
        @Nullable Long bestSeconds,
        @Nullable Long highSeconds) {
    /** Longer than any disk lives: what would take longer does not fill. */
    static final long NEVER_SECONDS = 100L * 365 * 86_400;

    /** Absent where the room or the rate is not known. */
    public static @Nullable TimeToFull of(@Nullable Long roomBytes, Trend trend) {
        if (roomBytes == null
                || trend.lowBytesPerSecond() == null
                || trend.bestBytesPerSecond() == null
                || trend.highBytesPerSecond() == null) {
            return null;
        }
        return new TimeToFull(
                seconds(roomBytes, trend.highBytesPerSecond()),
                seconds(roomBytes, trend.bestBytesPerSecond()),
                seconds(roomBytes, trend.lowBytesPerSecond()));
    }

    private static @Nullable Long seconds(long roomBytes, double bytesPerSecond) {
        if (roomBytes <= 0) {
            return 0L;
        }
        double seconds = bytesPerSecond > 0 ? roomBytes / bytesPerSecond : Double.POSITIVE_INFINITY;
        return seconds < NEVER_SECONDS ? Long.valueOf((long) seconds) : null;
    }
}
