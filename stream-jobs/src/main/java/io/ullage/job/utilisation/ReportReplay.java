package io.ullage.job.utilisation;

import io.ullage.job.ingest.DecodedReport;
import io.ullage.job.ingest.Interval;
import io.ullage.job.row.LedgerRow;
import io.ullage.job.row.PoolRow;
import io.ullage.job.row.SnapshotRow;
import io.ullage.job.row.UnmatchedRow;
import io.ullage.job.row.VolumeSums;
import io.ullage.job.utilisation.DiskViews.GuestView;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.util.ListCollector;

/**
 * From reports to rows without a job, interval by interval: the same joins and sums, from a file that is read once. An interval is closed
 * when a report of the next but one comes; a report that comes later than that is counted and left out.
 */
public final class ReportReplay {
    private static final long WRITTEN_ONCE = 1;

    private final UtilisationSettings settings;
    private final TreeMap<Long, Open> intervals = new TreeMap<>();
    private long closedMillis = Long.MIN_VALUE;
    private long late;

    public ReportReplay(UtilisationSettings settings) {
        this.settings = settings;
    }

    /** Everything that was said of one interval. */
    public record Closed(
            Instant start,
            List<LedgerRow> ledgers,
            List<PoolRow> pools,
            List<SnapshotRow> snapshots,
            List<UnmatchedRow> unmatched) {}

    /** One interval while reports of it may come. */
    private static final class Open {
        private final Map<String, DiskViews> disks = new HashMap<>();
        private final Map<String, PoolTotal> pools = new TreeMap<>();
        private final Map<String, SnapshotRow> snapshots = new TreeMap<>();
    }

    /** The intervals that this report closes, in their order. */
    public List<Closed> take(DecodedReport report) {
        Instant start = Interval.startOf(report.time(), settings.interval());
        if (start.toEpochMilli() <= closedMillis) {
            late++;
            return List.of();
        }
        Open open = intervals.computeIfAbsent(start.toEpochMilli(), at -> new Open());
        List<Observation> seen = new ArrayList<>();
        RouteFunction.disks(report, new ListCollector<>(seen));
        for (Observation one : seen) {
            open.disks.merge(one.joinKey(), DiskViews.none().with(one), (known, more) -> known.with(one));
        }
        for (PoolReading pool : report.pools()) {
            PoolTotal known = open.pools.getOrDefault(pool.poolId(), PoolTotal.none(pool.poolId(), start));
            open.pools.put(pool.poolId(), known.with(pool, report.time()));
        }
        long revision = report.time().toEpochMilli() - start.toEpochMilli() + 1;
        for (SnapshotReading snapshot : report.snapshots()) {
            SnapshotRow row = new SnapshotRow(start, revision, report.agent().hostId(), report.time(), snapshot);
            open.snapshots.merge(
                    snapshot.snapshotId(), row, (known, more) -> more.revision() > known.revision() ? more : known);
        }
        return closeBefore(start.toEpochMilli() - length());
    }

    /** The rest, when nothing comes any more. */
    public List<Closed> end() {
        return closeBefore(Long.MAX_VALUE);
    }

    /** Reports that came too late. */
    public long late() {
        return late;
    }

    private List<Closed> closeBefore(long millis) {
        List<Closed> closed = new ArrayList<>();
        for (Map.Entry<Long, Open> entry : intervals.headMap(millis).entrySet()) {
            if (entry.getKey() > closedMillis) {
                closed.add(close(entry.getKey(), entry.getValue()));
                closedMillis = entry.getKey();
            }
        }
        // What guests said is carried forward into later intervals, and then forgotten.
        intervals
                .headMap(closedMillis == Long.MIN_VALUE ? closedMillis : closedMillis - carry())
                .clear();
        return closed;
    }

    private Closed close(long start, Open open) {
        List<LedgerRow> ledgers = new ArrayList<>();
        List<UnmatchedRow> unmatched = new ArrayList<>();
        new TreeMap<>(open.disks).forEach((key, views) -> {
            Map<String, GuestView> guest = Map.of();
            boolean hostSpoke = false;
            long base = start - carry();
            long revision = 0;
            for (Map.Entry<Long, Open> each :
                    intervals.subMap(base, true, start, true).entrySet()) {
                DiskViews then = each.getValue().disks.getOrDefault(key, DiskViews.none());
                guest = then.guestDisks().isEmpty() ? guest : then.guestDisks();
                hostSpoke |= !then.volumes().isEmpty();
                revision += IntervalMark.of(each.getKey(), then, 0, null, 0).knowledge(base);
            }
            DiskJoin join = DiskJoin.of(Instant.ofEpochMilli(start), revision, views.volumes(), guest);
            ledgers.addAll(join.ledgers());
            if (!views.volumes().isEmpty() || !hostSpoke) {
                unmatched.addAll(join.unmatched());
            }
        });
        return new Closed(
                Instant.ofEpochMilli(start),
                ledgers,
                pools(open, ledgers),
                List.copyOf(open.snapshots.values()),
                unmatched);
    }

    private static List<PoolRow> pools(Open open, List<LedgerRow> ledgers) {
        Map<String, PoolTotal> pools = new TreeMap<>(open.pools);
        Map<String, VolumeSums> disks = new HashMap<>();
        Map<String, VolumeSums> backing = new HashMap<>();
        for (LedgerRow row : ledgers) {
            String poolId = row.volume().poolId();
            pools.putIfAbsent(poolId, PoolTotal.none(poolId, row.intervalStart()));
            Map<String, VolumeSums> sums = row.volume().use() == VolumeUse.DISK ? disks : backing;
            sums.merge(poolId, VolumeSums.of(row), VolumeSums::plus);
        }
        return pools.values().stream()
                .map(pool -> new PoolRow(
                        pool.intervalStart(),
                        WRITTEN_ONCE,
                        pool.poolId(),
                        pool.pool(),
                        disks.getOrDefault(pool.poolId(), VolumeSums.NONE),
                        backing.getOrDefault(pool.poolId(), VolumeSums.NONE)))
                .toList();
    }

    private long length() {
        return settings.interval().toMillis();
    }

    private long carry() {
        return length() * settings.guestCarriedIntervals();
    }
}
