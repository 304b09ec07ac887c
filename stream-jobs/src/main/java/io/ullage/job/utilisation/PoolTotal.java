package io.ullage.job.utilisation;

import io.ullage.schema.telemetry.PoolReading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * State: one pool in one interval, beside its volumes.
 *
 * @param pool its own last reading in the interval
 * @param dueMillis wall clock at which its row is written again; absent where nothing has changed
 * @param expiresMillis wall clock after which the interval is forgotten
 */
public record PoolTotal(
        String poolId,
        Instant intervalStart,
        @Nullable PoolReading pool,
        @Nullable Instant poolTime,
        @Nullable Long dueMillis,
        long expiresMillis) {

    PoolTotal with(PoolReading reading, Instant time) {
        return poolTime != null && poolTime.isAfter(time)
                ? this
                : new PoolTotal(poolId, intervalStart, reading, time, dueMillis, expiresMillis);
    }

    PoolTotal due(@Nullable Long atMillis) {
        return new PoolTotal(poolId, intervalStart, pool, poolTime, atMillis, expiresMillis);
    }

    PoolTotal expiring(long atMillis) {
        return new PoolTotal(poolId, intervalStart, pool, poolTime, dueMillis, atMillis);
    }
}
