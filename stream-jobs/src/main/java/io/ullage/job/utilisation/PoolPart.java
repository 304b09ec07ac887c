package io.ullage.job.utilisation;

import io.ullage.job.row.LedgerRow;
import io.ullage.schema.telemetry.PoolReading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a pool's sum is made of: its own reading, or what one of its volumes adds. Exactly one of the two is there.
 *
 * @param volumeId of the volume that adds {@code share}
 */
public record PoolPart(
        String poolId,
        Instant intervalStart,
        @Nullable PoolReading pool,
        @Nullable Instant poolTime,
        @Nullable String volumeId,
        @Nullable VolumeShare share) {

    static PoolPart of(LedgerRow row) {
        return new PoolPart(
                row.volume().poolId(),
                row.intervalStart(),
                null,
                null,
                row.volume().volumeId(),
                VolumeShare.of(row));
    }

    static PoolPart of(Instant intervalStart, Instant time, PoolReading reading) {
        return new PoolPart(reading.poolId(), intervalStart, reading, time, null, null);
    }

    /** One sum per pool and interval. */
    String key() {
        return intervalStart.toEpochMilli() + ":" + poolId;
    }
}
