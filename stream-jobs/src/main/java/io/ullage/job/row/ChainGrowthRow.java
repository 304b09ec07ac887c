package io.ullage.job.row;

import io.ullage.job.growth.ChainGrowth;
import io.ullage.job.growth.Fits;
import io.ullage.job.trend.TimeToFull;
import io.ullage.job.trend.Trend;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a chain grows, in one interval. Key: {@code (growth.chainId, intervalStart)}.
 *
 * @param poolFreeBytes as the pool said in the same interval
 * @param full when this chain alone will have filled its pool; absent where its rate or the room is not known
 * @param poolTrend what the pool says is used, by everybody
 * @param poolFull when everybody together will have filled it
 */
public record ChainGrowthRow(
        Instant intervalStart,
        long revision,
        ChainGrowth growth,
        @Nullable Long poolFreeBytes,
        @Nullable Fits fits,
        @Nullable TimeToFull full,
        @Nullable Trend poolTrend,
        @Nullable TimeToFull poolFull)
        implements Row {}
