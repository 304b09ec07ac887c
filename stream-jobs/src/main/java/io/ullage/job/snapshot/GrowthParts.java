package io.ullage.job.snapshot;

import io.ullage.job.growth.ChainGrowth;
import io.ullage.job.growth.GrowthEstimator;
import io.ullage.job.growth.Removal;
import io.ullage.job.growth.SnapshotGrowth;
import io.ullage.job.snapshot.GrowthPart.PoolRoom;
import io.ullage.job.trend.History;
import io.ullage.job.trend.Series;
import io.ullage.job.trend.Trend;
import io.ullage.job.trend.TrendEstimator;
import io.ullage.schema.telemetry.SnapshotKind;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The estimates of one chain, or of one pool's room, in one interval. Pure. */
final class GrowthParts {
    private static final String CHAIN = "chain:";

    private final Instant intervalStart;
    private final long revision;
    private final List<GrowthObservation> seen;
    private final Map<String, History> histories;
    private final Map<String, GrowthObservation> volumes = new HashMap<>();
    private final List<SnapshotReading> snapshots = new ArrayList<>();
    private final List<GrowthPart> parts = new ArrayList<>();

    private GrowthParts(
            Instant intervalStart, long revision, List<GrowthObservation> seen, Map<String, History> histories) {
        this.intervalStart = intervalStart;
        this.revision = revision;
        this.seen = new ArrayList<>(seen);
        this.histories = histories;
        this.seen.sort(Comparator.comparing(GrowthObservation::entity));
    }

    /**
     * @param seen the last reading of each entity in the interval
     * @param histories by entity
     */
    static List<GrowthPart> of(
            Instant intervalStart, long revision, List<GrowthObservation> seen, Map<String, History> histories) {
        GrowthParts parts = new GrowthParts(intervalStart, revision, seen, histories);
        parts.lay();
        return parts.parts;
    }

    private void lay() {
        for (GrowthObservation one : seen) {
            if (one.volume() != null) {
                volumes.put(one.volume().volumeId(), one);
            } else if (one.snapshot() != null) {
                snapshots.add(one.snapshot());
            }
        }
        for (GrowthObservation one : seen) {
            if (one.pool() != null) {
                PoolRoom room = new PoolRoom(one.pool().freeBytes(), trend(one));
                parts.add(new GrowthPart(one.pool().poolId(), intervalStart, revision, null, null, room));
            } else if (one.snapshot() != null) {
                add(snapshot(one, one.snapshot()));
            } else if (one.volume() != null && one.volume().parentVolumeId() != null) {
                add(overlay(one, one.volume(), one.volume().parentVolumeId()));
            }
        }
        ChainGrowth chain = chain();
        if (chain != null) {
            parts.add(new GrowthPart(chain.poolId(), intervalStart, revision, null, chain, null));
        }
    }

    private void add(SnapshotGrowth growth) {
        parts.add(new GrowthPart(growth.poolId(), intervalStart, revision, growth, null, null));
    }

    private SnapshotGrowth snapshot(GrowthObservation one, SnapshotReading snapshot) {
        return new SnapshotGrowth(
                snapshot.snapshotId(),
                snapshot.volumeId(),
                chainId(one),
                snapshot.poolId(),
                snapshot.name(),
                snapshot.snapshotKind(),
                one.time(),
                snapshot.created(),
                snapshot.exclusiveBytes(),
                snapshot.exclusiveAllocatedBytes(),
                snapshot.withOlderBytes(),
                null,
                null,
                trend(one),
                GrowthEstimator.deletion(snapshot, volume(snapshot.volumeId())));
    }

    private SnapshotGrowth overlay(GrowthObservation one, VolumeReading overlay, String parentId) {
        VolumeReading parent = volume(parentId);
        Removal removal = GrowthEstimator.commit(overlay, parent);
        if (parent != null && !parent.poolId().equals(overlay.poolId())) {
            // What returns to one pool and what another must have cannot be set off against each other.
            removal = new Removal(removal.freedBytes(), null, null);
        }
        return new SnapshotGrowth(
                overlay.volumeId(),
                parentId,
                chainId(one),
                overlay.poolId(),
                overlay.name(),
                SnapshotKind.OVERLAY,
                one.time(),
                null,
                overlay.allocatedBytes(),
                overlay.allocatedBytes(),
                null,
                overlay.parentGrowthBytes(),
                overlay.parentPeakBytes(),
                trend(one),
                removal);
    }

    /** Absent where there is nothing above a base. */
    private @Nullable ChainGrowth chain() {
        List<GrowthObservation> members =
                seen.stream().filter(one -> one.volume() != null).toList();
        List<VolumeReading> read = new ArrayList<>();
        Set<String> pools = new HashSet<>();
        Set<String> parents = new HashSet<>();
        for (GrowthObservation one : members) {
            if (one.volume() != null && one.volume().parentVolumeId() != null) {
                parents.add(one.volume().parentVolumeId());
            }
        }
        GrowthObservation top = null;
        int overlays = 0;
        Long allocated = 0L;
        Long reusable = 0L;
        for (GrowthObservation one : members) {
            VolumeReading volume = one.volume();
            if (volume == null) {
                continue;
            }
            read.add(volume);
            pools.add(volume.poolId());
            overlays += volume.parentVolumeId() == null ? 0 : 1;
            allocated = sum(allocated, volume.allocatedBytes());
            reusable = sum(reusable, volume.reusableBytes());
            boolean higher = volume.parentVolumeId() != null && !parents.contains(volume.volumeId());
            if (top == null || higher) {
                top = one;
            }
        }
        if (top == null || top.volume() == null || (overlays == 0 && snapshots.isEmpty())) {
            return null;
        }
        Instant time = members.stream()
                .map(GrowthObservation::time)
                .max(Comparator.naturalOrder())
                .orElse(top.time());
        Removal removal = pools.size() > 1 ? Removal.UNKNOWN : GrowthEstimator.collapse(read, snapshots);
        return new ChainGrowth(
                chainId(top),
                top.volume().poolId(),
                top.volume().name(),
                time,
                read.size(),
                overlays,
                snapshots.size(),
                allocated,
                reusable,
                chainTrend(members, time),
                removal);
    }

    /** All volumes of the chain together, those with them that have gone; absent bytes make no sum. */
    private Trend chainTrend(List<GrowthObservation> members, Instant time) {
        Series longest = new Series(new long[0], new long[0]);
        String longestEntity = "";
        Map<String, Series> series = new HashMap<>();
        for (GrowthObservation one : members) {
            if (one.bytes() == null) {
                return TrendEstimator.estimate(longest);
            }
            series.put(one.entity(), series(one, one.bytes()));
        }
        histories.forEach((entity, history) -> {
            if (entity.startsWith("v:") && !series.containsKey(entity)) {
                Series gone = history.before(time.toEpochMilli());
                if (gone.size() > 0) {
                    series.put(entity, gone);
                }
            }
        });
        for (GrowthObservation one : members) {
            Series own = series.get(one.entity());
            if (own != null
                    && (longest.size() == 0
                            || own.times()[0] < longest.times()[0]
                            || own.times()[0] == longest.times()[0]
                                    && one.entity().compareTo(longestEntity) < 0)) {
                longest = own;
                longestEntity = one.entity();
            }
        }
        series.remove(longestEntity);
        return TrendEstimator.estimate(Series.sum(longest, series.values()));
    }

    private Trend trend(GrowthObservation one) {
        Long bytes = one.bytes();
        return TrendEstimator.estimate(bytes == null ? new Series(new long[0], new long[0]) : series(one, bytes));
    }

    private Series series(GrowthObservation one, long bytes) {
        return histories
                .getOrDefault(one.entity(), History.none())
                .asOf(one.time().toEpochMilli(), bytes);
    }

    private @Nullable VolumeReading volume(String volumeId) {
        GrowthObservation one = volumes.get(volumeId);
        return one == null ? null : one.volume();
    }

    private static String chainId(GrowthObservation one) {
        return one.key().substring(CHAIN.length());
    }

    private static @Nullable Long sum(@Nullable Long a, @Nullable Long b) {
        return a == null || b == null ? null : Long.valueOf(a + b);
    }
}
