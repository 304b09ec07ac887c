package io.ullage.schema.codec;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** The times that a message may carry: what ClickHouse's {@code DateTime64(3)} holds, from the epoch on. */
final class MessageTime {
    static final Instant EARLIEST = Instant.EPOCH;
    static final Instant LATEST = Instant.parse("2299-12-31T23:59:59.999Z");
    static final String RULE =
            "must be a time in UTC, as ISO 8601 (2026-11-22T10:00:00Z) or milliseconds since 1970, before 2300";

    private static final long LATEST_MILLIS = LATEST.toEpochMilli();

    private MessageTime() {}

    /** ISO 8601 with {@code T} and {@code Z}; what is finer than a millisecond is cut off. */
    static Instant parse(String text) {
        if (!text.endsWith("Z") || text.indexOf('T') != 10) {
            throw new DateTimeParseException(RULE, text, 0);
        }
        return Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
    }

    static String toString(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    static boolean accepts(long epochMillis) {
        return epochMillis >= 0 && epochMillis <= LATEST_MILLIS;
    }

    static boolean accepts(Instant time) {
        return !time.isBefore(EARLIEST) && !time.isAfter(LATEST);
    }
}
