package io.ullage.service.recommend.life;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was read of the volumes that acts concern, while these may have happened.
 *
 * @param byVolume in the order of time
 * @param present volumes that are there now
 * @param snapshots by id: when each was read last; what was never read is absent
 * @param newest time of the newest reading of the estate
 */
record VolumeReadings(
        Map<String, List<Reading>> byVolume, Set<String> present, Map<String, Instant> snapshots, Instant newest) {

    /**
     * One reading.
     *
     * @param allocatedBytes what it occupied; absent where nobody knew
     * @param reclaimableBytes dead, zeroed and reserved
     */
    record Reading(
            Instant time,
            String poolId,
            @Nullable String parentVolumeId,
            @Nullable Long allocatedBytes,
            long reclaimableBytes,
            long provisionedBytes) {}

    List<Reading> of(String volumeId) {
        return byVolume.getOrDefault(volumeId, List.of());
    }
}
