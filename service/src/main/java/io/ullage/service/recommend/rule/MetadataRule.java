package io.ullage.service.recommend.rule;

import io.ullage.schema.telemetry.PoolKind;
import io.ullage.service.output.HumanBytes;
import io.ullage.service.output.Listing;
import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.Pool;
import io.ullage.service.recommend.platform.Platform;
import io.ullage.service.recommend.rule.Candidate.Confidence;
import io.ullage.service.recommend.rule.Target.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Thin pools whose metadata fills before their data does. A pool without room for metadata fails its volumes, with data space to
 * spare. LVM takes up to 15.81 GiB of it.
 */
final class MetadataRule implements Rule {
    private static final long EXTENT_BYTES = 4L << 20;
    private static final long MOST_BYTES = 16_192L << 20;
    private static final long LEAST_USED_FOR_A_TREND = 64L << 20;

    @Override
    public List<Candidate> candidates(Estate estate, Thresholds thresholds) {
        List<Candidate> candidates = new ArrayList<>();
        estate.pools().values().stream()
                .filter(pool -> pool.kind() == PoolKind.LVM_THIN)
                .sorted(Comparator.comparing(Pool::poolId))
                .forEach(pool -> add(pool, thresholds, candidates));
        return candidates;
    }

    private static void add(Pool pool, Thresholds thresholds, List<Candidate> candidates) {
        Double ratio = pool.metadataUsedRatio();
        Long used = pool.metadataUsedBytes();
        Long capacity = pool.metadataCapacityBytes();
        if (ratio == null || used == null || capacity == null) {
            return;
        }
        Double dataRatio = pool.usedRatio();
        // At the present density, the metadata that the whole pool will need.
        boolean endsFirst = dataRatio != null
                && dataRatio > 0
                && used >= LEAST_USED_FOR_A_TREND
                && ratio / dataRatio > 1 / thresholds.metadataRatio();
        if (ratio < thresholds.metadataRatio() && !endsFirst) {
            return;
        }
        double atFullPool = endsFirst && dataRatio != null ? used / dataRatio : used;
        long wanted = (long) (Math.max(atFullPool, used) / thresholds.metadataHeadroomRatio());
        long by = Math.min(MOST_BYTES, wanted) - capacity;
        if (by <= 0) {
            return;
        }
        long whole = (by + EXTENT_BYTES - 1) / EXTENT_BYTES * EXTENT_BYTES;
        candidates.add(new Candidate(
                Action.GROW_METADATA,
                new Target(Kind.POOL, pool.poolId(), pool.name()),
                pool.poolId(),
                null,
                List.of(),
                null,
                Confidence.HIGH,
                false,
                "metadata is " + Listing.percent(ratio) + " full"
                        + (dataRatio == null ? "" : ", data " + Listing.percent(dataRatio))
                        + "; it takes " + HumanBytes.text(whole) + " of the volume group",
                List.of("the volume group has " + HumanBytes.text(whole) + " free"),
                Platform.growMetadata(pool, whole)));
    }
}
