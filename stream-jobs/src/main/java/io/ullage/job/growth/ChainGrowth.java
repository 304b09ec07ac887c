package io.ullage.job.growth;

import io.ullage.job.trend.Trend;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A volume with its internal snapshots and the overlays above it.
 *
 * @param chainId the volume at the bottom
 * @param poolId of the newest overlay, where the chain grows
 * @param overlays volumes that have a parent
 * @param snapshots inside its volumes
 * @param allocatedBytes of all its volumes; absent where one does not say
 * @param reusableBytes of all its volumes, allocated and used by nothing
 * @param trend of {@code allocatedBytes}
 * @param removal of everything above the base: snapshots deleted, overlays committed one after another, the newest first
 */
public record ChainGrowth(
        String chainId,
        String poolId,
        String name,
        Instant time,
        int volumes,
        int overlays,
        int snapshots,
        @Nullable Long allocatedBytes,
        @Nullable Long reusableBytes,
        Trend trend,
        Removal removal) {}
