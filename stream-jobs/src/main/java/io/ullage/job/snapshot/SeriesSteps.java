package io.ullage.job.snapshot;

import io.ullage.job.growth.GrowthSteps;
import java.time.Instant;

/**
 * How often one file grew in one hour.
 *
 * @param revision grows with what is known of the hour
 */
public record SeriesSteps(String poolId, Instant hour, String seriesId, boolean snapshot, long steps, long revision) {
    /**
     * @param base what the hour begins with
     * @param newest reading of the file
     */
    static SeriesSteps of(long hourMillis, GrowthSteps steps, GrowthSteps base, Allocation newest) {
        long grown = steps.grown(base);
        long revision = steps.times()[steps.times().length - 1] - hourMillis + 1 + grown;
        return new SeriesSteps(
                newest.poolId(),
                Instant.ofEpochMilli(hourMillis),
                newest.seriesId(),
                newest.snapshot(),
                grown,
                revision);
    }

    LunPart part() {
        return new LunPart(poolId, hour, this, null, null);
    }
}
