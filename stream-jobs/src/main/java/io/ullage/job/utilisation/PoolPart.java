package io.ullage.job.utilisation;

import io.ullage.job.row.LedgerRow;
import io.ullage.schema.telemetry.PoolReading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a pool's sum is made of: its own reading or the ledger of one of its volumes. Exactly one of the two is there. */
public record PoolPart(
        String poolId,
        Instant intervalStart,
        @Nullable PoolReading pool,
        @Nullable Instant poolTime,
        @Nullable LedgerRow ledger) {

    static PoolPart of(LedgerRow row) {
        return new PoolPart(row.volume().poolId(), row.intervalStart(), null, null, row);
    }

    static PoolPart of(Instant intervalStart, Instant time, PoolReading reading) {
        return new PoolPart(reading.poolId(), intervalStart, reading, time, null);
    }

    /** One sum per pool and interval. */
    String key() {
        return intervalStart.toEpochMilli() + ":" + poolId;
    }
}
