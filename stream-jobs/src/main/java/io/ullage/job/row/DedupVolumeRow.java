package io.ullage.job.row;

import io.ullage.job.dedup.Footprint;
import io.ullage.job.dedup.VolumeTotals;
import java.time.Instant;

/**
 * A volume among the others of its domain. Key: {@code (domainId, chunkBytes, k, volumeId, intervalStart)}.
 *
 * @param time of the newest epoch in the domain: what is unique here hangs on the others too
 * @param epoch when the scan of this volume began
 */
public record DedupVolumeRow(
        Instant intervalStart,
        long revision,
        Instant time,
        String domainId,
        int chunkBytes,
        int k,
        String volumeId,
        Instant epoch,
        VolumeTotals totals,
        Footprint unique,
        Footprint attributed,
        Footprint shared)
        implements Row {}
