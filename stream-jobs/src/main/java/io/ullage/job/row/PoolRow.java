package io.ullage.job.row;

import io.ullage.schema.telemetry.PoolReading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A pool in one interval: what it says of itself, and the sum of its volumes. Key: {@code (poolId, intervalStart)}.
 *
 * @param pool the pool's own reading; absent where only its volumes were read
 * @param disks sums over volumes that a machine sees; what a pool has promised
 * @param backing sums over layers beneath other volumes: they take room and promise nothing
 */
public record PoolRow(
        Instant intervalStart,
        long revision,
        String poolId,
        @Nullable PoolReading pool,
        VolumeSums disks,
        VolumeSums backing)
        implements Row {}
