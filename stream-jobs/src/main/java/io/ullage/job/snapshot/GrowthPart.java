package io.ullage.job.snapshot;

import io.ullage.job.growth.ChainGrowth;
import io.ullage.job.growth.SnapshotGrowth;
import io.ullage.job.trend.Trend;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a pool's rows are made of: one estimate, or the pool's own room. Exactly one of the three is there. */
public record GrowthPart(
        String poolId,
        Instant intervalStart,
        long revision,
        @Nullable SnapshotGrowth snapshot,
        @Nullable ChainGrowth chain,
        @Nullable PoolRoom room) {

    /** @param trend of what the pool says is used */
    public record PoolRoom(@Nullable Long freeBytes, Trend trend) {}

    String key() {
        return intervalStart.toEpochMilli() + ":" + poolId;
    }

    /** Unique under the key. */
    String entity() {
        if (snapshot != null) {
            return "s:" + snapshot.snapshotId();
        }
        return chain != null ? "c:" + chain.chainId() : "p";
    }
}
