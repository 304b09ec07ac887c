package io.ullage.job.row;

import io.ullage.job.dedup.Footprint;
import io.ullage.job.dedup.RatioEstimate;
import io.ullage.job.dedup.VolumeTotals;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What deduplication leaves of a domain. Key: {@code (domainId, chunkBytes, k, intervalStart)}.
 *
 * @param time of the newest epoch in it
 * @param volumes those with a sketch
 */
public record DedupDomainRow(
        Instant intervalStart,
        long revision,
        Instant time,
        String domainId,
        int chunkBytes,
        int k,
        long volumes,
        VolumeTotals totals,
        Footprint stored,
        @Nullable RatioEstimate ratio)
        implements Row {}
