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
 * @param running sums of its volumes; absent where they do not fit into 63 bits, and in state of an earlier build: then all volumes are looked at
 */
public record PoolTotal(
        String poolId,
        Instant intervalStart,
        @Nullable PoolReading pool,
        @Nullable Instant poolTime,
        @Nullable Long dueMillis,
        long expiresMillis,
        @Nullable RunningSums running) {

    static PoolTotal none(String poolId, Instant intervalStart) {
        return new PoolTotal(poolId, intervalStart, null, null, null, 0, RunningSums.NONE);
    }

    PoolTotal with(PoolReading reading, Instant time) {
        return poolTime != null && poolTime.isAfter(time)
                ? this
                : new PoolTotal(poolId, intervalStart, reading, time, dueMillis, expiresMillis, running);
    }

    PoolTotal due(@Nullable Long atMillis) {
        return new PoolTotal(poolId, intervalStart, pool, poolTime, atMillis, expiresMillis, running);
    }

    PoolTotal expiring(long atMillis) {
        return new PoolTotal(poolId, intervalStart, pool, poolTime, dueMillis, atMillis, running);
    }

    PoolTotal running(@Nullable RunningSums sums) {
        return new PoolTotal(poolId, intervalStart, pool, poolTime, dueMillis, expiresMillis, sums);
    }
}
