package io.ullage.schema.forecast;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.Require;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a pool, its metadata or what a tenant occupies will be full. Quantiles: with a chance of one in ten it is full before P10, with one
 * in two before P50, with nine in ten before P90; of bytes alike, at the end of 30 and of 90 days.
 *
 * @param entityId the pool, or the tenant
 * @param name for people
 * @param time of the newest reading that it stands on
 * @param madeAt when it was reckoned; of one {@code time} the later one stands
 * @param missing what is missing for more, such as {@code 3 more days of readings}; absent where nothing is
 * @param capacityBytes absent where nobody knows, and for tenants
 * @param neededBytes what the pool would hold if every guest wrote what it may: used, and what is promised and not yet backed
 * @param missingBytes by which neededBytes exceeds the capacity
 * @param growthBytesPerSecond rate of the present regime; absent where there is not enough history
 * @param growthLowBytesPerSecond lower end of its 80 % interval
 * @param growthHighBytesPerSecond upper end of its 80 % interval
 * @param fullP10Seconds from {@code time} on; absent beyond the horizon
 * @param horizonSeconds how far it looks: a multiple of the history, two years at most
 * @param historySeconds from the first reading that it stands on to the newest
 * @param monthP10Bytes used in 30 days; absent where the horizon is nearer
 * @param quarterP10Bytes used in 90 days; absent where the horizon is nearer
 */
public record Forecast(
        int version,
        ForecastSubject subject,
        String entityId,
        String name,
        Instant time,
        Instant madeAt,
        Verdict verdict,
        @Nullable String missing,
        long usedBytes,
        @Nullable Long capacityBytes,
        @Nullable Long provisionedBytes,
        @Nullable Long neededBytes,
        @Nullable Long missingBytes,
        @Nullable Double growthBytesPerSecond,
        @Nullable Double growthLowBytesPerSecond,
        @Nullable Double growthHighBytesPerSecond,
        @Nullable Long fullP10Seconds,
        @Nullable Long fullP50Seconds,
        @Nullable Long fullP90Seconds,
        @Nullable Long horizonSeconds,
        long historySeconds,
        @Nullable Long monthP10Bytes,
        @Nullable Long monthP50Bytes,
        @Nullable Long monthP90Bytes,
        @Nullable Long quarterP10Bytes,
        @Nullable Long quarterP50Bytes,
        @Nullable Long quarterP90Bytes) {
    public static final int VERSION = 1;

    public Forecast {
        if (version != VERSION) {
            throw new InvalidFieldException("version", "must be " + VERSION, version);
        }
        Require.present("subject", subject);
        Require.text("entityId", entityId);
        Require.text("name", name);
        Require.present("time", time);
        Require.present("madeAt", madeAt);
        Require.present("verdict", verdict);
        Require.optionalText("missing", missing);
        Require.notNegative("usedBytes", usedBytes);
        Require.optionalNotNegative("capacityBytes", capacityBytes);
        Require.optionalNotNegative("provisionedBytes", provisionedBytes);
        Require.optionalNotNegative("neededBytes", neededBytes);
        Require.optionalNotNegative("missingBytes", missingBytes);
        Require.optionalNotNegative("fullP10Seconds", fullP10Seconds);
        Require.optionalNotNegative("fullP50Seconds", fullP50Seconds);
        Require.optionalNotNegative("fullP90Seconds", fullP90Seconds);
        Require.optionalNotNegative("horizonSeconds", horizonSeconds);
        Require.notNegative("historySeconds", historySeconds);
        Require.optionalNotNegative("monthP10Bytes", monthP10Bytes);
        Require.optionalNotNegative("monthP50Bytes", monthP50Bytes);
        Require.optionalNotNegative("monthP90Bytes", monthP90Bytes);
        Require.optionalNotNegative("quarterP10Bytes", quarterP10Bytes);
        Require.optionalNotNegative("quarterP50Bytes", quarterP50Bytes);
        Require.optionalNotNegative("quarterP90Bytes", quarterP90Bytes);
        ordered("fullP50Seconds", fullP10Seconds, fullP50Seconds);
        ordered("fullP90Seconds", fullP50Seconds, fullP90Seconds);
        ordered("monthP50Bytes", monthP10Bytes, monthP50Bytes);
        ordered("monthP90Bytes", monthP50Bytes, monthP90Bytes);
        ordered("quarterP50Bytes", quarterP10Bytes, quarterP50Bytes);
        ordered("quarterP90Bytes", quarterP50Bytes, quarterP90Bytes);
    }

    /** A later quantile may be absent, an earlier one not. */
    private static void ordered(String field, @Nullable Long before, @Nullable Long after) {
        if (after != null && (before == null || before > after)) {
            throw new InvalidFieldException(field, "must not be less than the quantile before it, " + before, after);
        }
    }
}
