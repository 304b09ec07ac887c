package io.ullage.job.dedup;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A domain: pools inside which equal chunks are stored once.
 *
 * @param totals what the scans of all its volumes counted
 * @param stored each chunk that is not zero, once
 * @param ratio data bytes ÷ stored logical bytes; zero chunks count on neither side. Absent where nothing is stored, or might not be
 * @param volumes by id
 */
public record DomainDedup(
        VolumeTotals totals, Footprint stored, @Nullable RatioEstimate ratio, Map<String, VolumeDedup> volumes) {
    public DomainDedup {
        volumes = Map.copyOf(volumes);
    }
}
