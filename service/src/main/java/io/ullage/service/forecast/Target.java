package io.ullage.service.forecast;

import io.ullage.job.trend.Series;
import io.ullage.schema.forecast.ForecastSubject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is forecast: how it is now, and what it used so far.
 *
 * @param entityId the pool, or the tenant
 * @param time of the newest reading
 * @param allocatedBytes what its volumes occupy; absent where nobody knows
 * @param neededBytes what it would hold if every guest wrote what it may
 */
record Target(
        ForecastSubject subject,
        String entityId,
        String name,
        Instant time,
        long usedBytes,
        @Nullable Long capacityBytes,
        @Nullable Long allocatedBytes,
        @Nullable Long provisionedBytes,
        @Nullable Long neededBytes,
        Series used) {}
