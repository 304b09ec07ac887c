package io.ullage.schema.codec;

import java.time.Instant;

/** The times that a message may carry: what ClickHouse's {@code DateTime64(3)} holds, from the epoch on. */
final class MessageTime {
    static final Instant EARLIEST = Instant.EPOCH;
    static final Instant LATEST = Instant.parse("2299-12-31T23:59:59.999Z");
    static final String RULE =
            "must be a time in UTC, as ISO 8601 (2026-11-22T10:00:00Z) or milliseconds since 1970, before 2300";

    private static final long LATEST_MILLIS = LATEST.toEpochMilli();

    private MessageTime() {}

    static boolean accepts(long epochMillis) {
        return epochMillis >= 0 && epochMillis <= LATEST_MILLIS;
    }

    static boolean accepts(Instant time) {
        return !time.isBefore(EARLIEST) && !time.isAfter(LATEST);
    }
}
