package io.ullage.job.ingest;

import java.time.Duration;
import java.time.Instant;

/** Tumbling intervals of event time, aligned to the epoch. */
public final class Interval {
    private Interval() {}

    /** Start of the interval that {@code time} falls into. */
    public static Instant startOf(Instant time, Duration length) {
        long millis = time.toEpochMilli();
        return Instant.ofEpochMilli(millis - Math.floorMod(millis, length.toMillis()));
    }
}
