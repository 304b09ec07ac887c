package io.ullage.service.recommend.estate;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a pool will be full, as forecast.
 *
 * @param p10 one in ten futures is faster; absent where the pool does not fill
 */
public record Filling(
        String poolId, @Nullable Duration p10, @Nullable Duration p50, String verdict) {}
