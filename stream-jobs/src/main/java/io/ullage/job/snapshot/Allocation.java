package io.ullage.job.snapshot;

import java.time.Instant;

/**
 * What a file on a LUN occupies.
 *
 * @param seriesId of the volume or snapshot
 * @param snapshot it is a snapshot or an overlay
 */
public record Allocation(String poolId, String seriesId, boolean snapshot, Instant time, long bytes) {
    String key() {
        return poolId + '\n' + seriesId;
    }
}
