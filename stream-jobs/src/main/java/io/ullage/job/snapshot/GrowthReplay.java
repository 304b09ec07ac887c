package io.ullage.job.snapshot;

import io.ullage.job.growth.GrowthSteps;
import io.ullage.job.ingest.DecodedReport;
import io.ullage.job.ingest.Interval;
import io.ullage.job.row.LunGrowthRow;
import io.ullage.job.row.SnapshotGrowthRow;
import io.ullage.job.snapshot.GrowthPart.PoolRoom;
import io.ullage.job.trend.History;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The growth of reports in the order of their time, by the estimators of {@link GrowthJob} and without Flink. An interval or an hour is
 * closed once a report came that is a whole interval later; what comes for it afterwards joins the history only.
 */
public final class GrowthReplay {
    private final GrowthSettings settings;
    private final Map<String, Map<String, History>> histories = new HashMap<>();
    private final TreeMap<Long, Map<String, Map<String, GrowthObservation>>> intervals = new TreeMap<>();
    private final Map<String, File> files = new TreeMap<>();
    private final TreeMap<Long, Map<String, LunPart>> luns = new TreeMap<>();
    private long closedMillis = Long.MIN_VALUE;
    private long closedHourMillis = Long.MIN_VALUE;

    public GrowthReplay(GrowthSettings settings) {
        this.settings = settings;
    }

    /** What was closed, by time. */
    public record Closed(List<SnapshotGrowthRow> snapshots, List<LunGrowthRow> luns) {}

    /** One that grows in steps. */
    private static final class File {
        private final TreeMap<Long, GrowthSteps> hours = new TreeMap<>();
        private Allocation newest;

        File(Allocation first) {
            newest = first;
        }
    }

    /** What this report closes. */
    public Closed take(DecodedReport report) {
        GrowthRouteFunction.route(report, settings, this::observe, this::allocate, this::lun);
        Instant start = Interval.startOf(report.time(), settings.interval());
        return closeBefore(start.minus(settings.interval()).toEpochMilli());
    }

    /** The rest, when nothing comes any more. */
    public Closed end() {
        return closeBefore(Long.MAX_VALUE);
    }

    private void observe(GrowthObservation seen) {
        histories
                .computeIfAbsent(seen.key(), key -> new HashMap<>())
                .compute(seen.entity(), (entity, known) -> seen.joining(known == null ? History.none() : known));
        long start = Interval.startOf(seen.time(), settings.interval()).toEpochMilli();
        if (start > closedMillis) {
            intervals
                    .computeIfAbsent(start, at -> new TreeMap<>())
                    .computeIfAbsent(seen.key(), key -> new HashMap<>())
                    .merge(
                            seen.entity(),
                            seen,
                            (known, more) -> SeriesGrowthFunction.later(more, known) ? more : known);
        }
    }

    private void allocate(Allocation seen) {
        File file = files.computeIfAbsent(seen.key(), key -> new File(seen));
        if (!seen.time().isBefore(file.newest.time())) {
            file.newest = seen;
        }
        long steps = GrowthSteps.stepsOf(seen.bytes(), settings.stepBytes());
        file.hours.compute(
                Interval.startOf(seen.time(), GrowthSettings.HOUR).toEpochMilli(),
                (hour, known) -> (known == null ? GrowthSteps.none() : known)
                        .with(seen.time().toEpochMilli(), steps));
    }

    private void lun(LunPart reading) {
        long hour = reading.hour().toEpochMilli();
        if (hour > closedHourMillis) {
            luns.computeIfAbsent(hour, at -> new TreeMap<>())
                    .merge(reading.poolId(), reading, (known, more) -> more.readAfter(known) ? more : known);
        }
    }

    private Closed closeBefore(long limitMillis) {
        List<SnapshotGrowthRow> snapshots = new ArrayList<>();
        NavigableMap<Long, Map<String, Map<String, GrowthObservation>>> over = intervals.headMap(limitMillis, false);
        over.forEach((start, seen) -> {
            snapshots.addAll(growth(start, seen));
            closedMillis = start;
        });
        over.clear();
        List<LunGrowthRow> rows = new ArrayList<>();
        NavigableMap<Long, Map<String, LunPart>> hours =
                luns.headMap(limitMillis - GrowthSettings.HOUR.toMillis(), true);
        hours.forEach((hour, pools) -> {
            rows.addAll(steps(hour, pools));
            closedHourMillis = hour;
        });
        hours.clear();
        return new Closed(snapshots, rows);
    }

    private List<SnapshotGrowthRow> growth(long start, Map<String, Map<String, GrowthObservation>> seen) {
        List<GrowthPart> parts = new ArrayList<>();
        seen.forEach((key, entities) -> {
            Map<String, History> known = histories.getOrDefault(key, Map.of());
            known.values()
                    .removeIf(history -> history.newestMillis() < start - SeriesGrowthFunction.HISTORY_KEPT.toMillis());
            long revision = entities.values().stream()
                    .mapToLong(one -> one.knowledge(start))
                    .sum();
            parts.addAll(GrowthParts.of(Instant.ofEpochMilli(start), revision, List.copyOf(entities.values()), known));
        });
        Map<String, GrowthPart> rooms = new HashMap<>();
        for (GrowthPart part : parts) {
            PoolRoom room = part.room();
            if (room != null) {
                rooms.put(part.poolId(), part);
            }
        }
        List<SnapshotGrowthRow> rows = new ArrayList<>();
        for (GrowthPart part : parts) {
            if (part.snapshot() != null) {
                rows.add(PoolGrowthFunction.snapshot(part, part.snapshot(), rooms.get(part.poolId())));
            }
        }
        return rows;
    }

    private List<LunGrowthRow> steps(long hour, Map<String, LunPart> pools) {
        Map<String, List<SeriesSteps>> steps = new HashMap<>();
        long oldest = hour - SeriesStepsFunction.BASE_MILLIS;
        for (File file : files.values()) {
            GrowthSteps own = file.hours.get(hour);
            if (own != null) {
                Map.Entry<Long, GrowthSteps> before = file.hours.lowerEntry(hour);
                GrowthSteps base = before == null || before.getKey() < oldest ? GrowthSteps.none() : before.getValue();
                steps.computeIfAbsent(file.newest.poolId(), pool -> new ArrayList<>())
                        .add(SeriesSteps.of(hour, own, base, file.newest));
            }
            file.hours.headMap(oldest, false).clear();
        }
        files.values().removeIf(file -> file.hours.isEmpty());
        List<LunGrowthRow> rows = new ArrayList<>();
        for (LunPart reading : pools.values()) {
            LunGrowthRow row =
                    LunGrowthFunction.row(reading, steps.getOrDefault(reading.poolId(), List.of()), settings);
            if (row != null) {
                rows.add(row);
            }
        }
        return rows;
    }
}
