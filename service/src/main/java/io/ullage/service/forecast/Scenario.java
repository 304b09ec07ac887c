package io.ullage.service.forecast;

import io.ullage.job.forecast.WhatIf;
import io.ullage.schema.forecast.ForecastSubject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is supposed to be different.
 *
 * @param addVolumes new volumes, on each pool that is looked at
 * @param addBytes what each of them is promised
 * @param growTimes growth from now on, as a multiple of what it is
 * @param accepted recommendations that are acted on
 */
record Scenario(long addVolumes, long addBytes, double growTimes, List<Promise> accepted) {
    static final Scenario NONE = new Scenario(0, 0, 1, List.of());

    /** A recommendation: what acting on it returns to a pool. */
    record Promise(String id, String poolId, long lowBytes, long bestBytes, long highBytes) {}

    boolean isNone() {
        return addVolumes == 0 && growTimes == 1 && accepted.isEmpty();
    }

    /** Metadata and tenants grow as they do: what volumes and acts mean to them nobody knows. */
    boolean concerns(Target target) {
        return target.subject() == ForecastSubject.POOL
                && (addVolumes > 0
                        || growTimes != 1
                        || accepted.stream()
                                .anyMatch(promise -> promise.poolId().equals(target.entityId())));
    }

    long addedBytes() {
        return Math.multiplyExact(addVolumes, addBytes);
    }

    /**
     * New volumes occupy of what they are promised what the volumes of the pool occupy of theirs, and grow as those do. Where there is none
     * to go by they count as written in full.
     */
    WhatIf of(Target target) {
        long low = 0;
        long best = 0;
        long high = 0;
        for (Promise promise : accepted) {
            if (promise.poolId().equals(target.entityId())) {
                low += promise.lowBytes();
                best += promise.bestBytes();
                high += promise.highBytes();
            }
        }
        Double occupied = ratio(target.allocatedBytes(), target.provisionedBytes());
        Double more = ratio(addedBytes(), target.provisionedBytes());
        long added = Math.round(addedBytes() * (occupied == null ? 1 : Math.min(1, occupied)));
        double times = growTimes * (more == null || occupied == null ? 1 : 1 + more);
        return new WhatIf(times, low - added, best - added, high - added);
    }

    private static @Nullable Double ratio(@Nullable Long part, @Nullable Long whole) {
        return part == null || whole == null || whole == 0 ? null : (double) part / whole;
    }
}
