package io.ullage.job.snapshot;

import io.ullage.schema.telemetry.PoolReading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a LUN's hour is made of: the steps of one file, or what the pool says of itself. Exactly one of the two is there. */
public record LunPart(
        String poolId,
        Instant hour,
        @Nullable SeriesSteps steps,
        @Nullable PoolReading pool,
        @Nullable Instant poolTime) {

    /** Of two of a pool; one without a time is taken as it comes. */
    boolean readAfter(LunPart other) {
        return poolTime == null || other.poolTime == null || poolTime.isAfter(other.poolTime);
    }

    String key() {
        return hour.toEpochMilli() + ":" + poolId;
    }
}
