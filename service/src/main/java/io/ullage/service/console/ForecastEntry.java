package io.ullage.service.console;

import io.ullage.service.estate.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When something is full, by the newest forecast.
 *
 * @param subject POOL, METADATA or TENANT
 * @param entityId the pool or tenant
 * @param verdict FULL, FILLING, MAY_FILL, NOT_FILLING or NOT_ENOUGH_HISTORY
 * @param missing what is not there to forecast with; absent where it could be
 * @param growthBytesPerSecond best rate; the two after it are its interval
 * @param fullP10Seconds from {@code time}: with one chance in ten it is full by then
 * @param fullP50Seconds with one in two
 * @param fullP90Seconds with nine in ten
 * @param horizonSeconds how far it looks ahead
 */
record ForecastEntry(
        Instant time,
        String subject,
        String entityId,
        String name,
        String verdict,
        @Nullable String missing,
        long usedBytes,
        @Nullable Long capacityBytes,
        @Nullable Double growthBytesPerSecond,
        @Nullable Double growthLowBytesPerSecond,
        @Nullable Double growthHighBytesPerSecond,
        @Nullable Long fullP10Seconds,
        @Nullable Long fullP50Seconds,
        @Nullable Long fullP90Seconds,
        @Nullable Long horizonSeconds,
        long historySeconds) {

    static ForecastEntry of(Row row) {
        return new ForecastEntry(
                row.time("time"),
                row.text("subject"),
                row.text("entityId"),
                row.text("name"),
                row.text("verdict"),
                row.optionalText("missing"),
                row.number("usedBytes"),
                row.optionalNumber("capacityBytes"),
                row.optionalRatio("growthBytesPerSecond"),
                row.optionalRatio("growthLowBytesPerSecond"),
                row.optionalRatio("growthHighBytesPerSecond"),
                row.optionalNumber("fullP10Seconds"),
                row.optionalNumber("fullP50Seconds"),
                row.optionalNumber("fullP90Seconds"),
                row.optionalNumber("horizonSeconds"),
                row.number("historySeconds"));
    }
}
