package io.ullage.job.utilisation;

import io.ullage.job.ingest.Interval;
import io.ullage.job.row.LedgerRow;
import io.ullage.job.row.UnmatchedRow;
import io.ullage.job.utilisation.DiskViews.GuestView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Joins both sides of the disks of one key, interval by interval of event time. An interval's rows are written when it closes by the wall
 * clock, and again whenever a later message changes them; at the end of input all that is pending is written.
 */
final class DiskJoinFunction extends KeyedProcessFunction<String, Observation, LedgerRow> {
    static final OutputTag<UnmatchedRow> UNMATCHED =
            new OutputTag<>("unmatched", TypeInformation.of(UnmatchedRow.class));

    private static final long serialVersionUID = 1L;

    private final UtilisationSettings settings;
    private transient MapState<Long, DiskViews> intervals;
    private transient MapState<Long, Long> dueMillis;
    private transient ValueState<Long> cleanUpMillis;
    private transient Counter rewritten;

    DiskJoinFunction(UtilisationSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        intervals = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("intervals", Types.LONG, TypeInformation.of(DiskViews.class)));
        dueMillis = getRuntimeContext().getMapState(new MapStateDescriptor<>("due", Types.LONG, Types.LONG));
        cleanUpMillis = getRuntimeContext().getState(new ValueStateDescriptor<>("clean-up", Types.LONG));
        MetricGroup group = getRuntimeContext().getMetricGroup().addGroup("ledger");
        rewritten = group.counter("rewrittenIntervals");
    }

    @Override
    public void processElement(Observation seen, Context context, Collector<LedgerRow> out) throws Exception {
        long start = Interval.startOf(seen.time(), settings.interval()).toEpochMilli();
        DiskViews before = views(start);
        DiskViews after = before.with(seen);
        TimerService timers = context.timerService();
        if (after == before) {
            return;
        }
        long now = timers.currentProcessingTime();
        intervals.put(start, after.expiring(now + settings.stateRetention().toMillis()));
        schedule(start, timers);
        // What comes late is seen by the intervals that look back at it.
        for (long later = start + length(); later <= start + carry(); later += length()) {
            if (intervals.contains(later)) {
                schedule(later, timers);
            }
        }
        if (cleanUpMillis.value() == null) {
            cleanUpAt(now + settings.stateRetention().toMillis(), timers);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<LedgerRow> out) throws Exception {
        TimerService timers = context.timerService();
        boolean endOfInput = timestamp == Long.MAX_VALUE;
        List<Long> due = new ArrayList<>();
        boolean pending = false;
        for (Map.Entry<Long, Long> entry : dueMillis.entries()) {
            if (entry.getValue() <= timestamp) {
                due.add(entry.getKey());
            } else {
                pending = true;
            }
        }
        due.sort(Long::compare);
        for (long start : due) {
            dueMillis.remove(start);
            write(start, context, out);
        }
        if (!pending) {
            timers.deleteEventTimeTimer(Long.MAX_VALUE);
        }
        Long cleanUp = cleanUpMillis.value();
        if (!endOfInput && cleanUp != null && cleanUp <= timestamp) {
            forget(timestamp, timers);
        }
    }

    private void write(long start, Context context, Collector<LedgerRow> out) throws Exception {
        DiskViews views = views(start);
        long base = start - carry();
        long revision = 0;
        Map<String, GuestView> guest = Map.of();
        boolean hostSpoke = false;
        for (long each = base; each <= start; each += length()) {
            DiskViews then = views(each);
            revision += then.knowledge(base);
            guest = then.guestDisks().isEmpty() ? guest : then.guestDisks();
            hostSpoke |= !then.volumes().isEmpty();
        }
        if (views.empty() || revision == views.emittedRevision()) {
            return;
        }
        if (views.emittedRevision() != 0) {
            rewritten.inc();
        }
        DiskJoin join = DiskJoin.of(Instant.ofEpochMilli(start), revision, views.volumes(), guest);
        join.ledgers().forEach(out::collect);
        // A host that reads less often than its guests is no missing host.
        boolean betweenReadings = views.volumes().isEmpty() && hostSpoke;
        List<UnmatchedRow> unmatched = betweenReadings ? List.of() : join.unmatched();
        intervals.put(start, views.emitted(revision, complain(views, revision, unmatched, context)));
    }

    /** Writes what is unmatched now, and takes back what was and no longer is. */
    private static Map<String, UnmatchedRow> complain(
            DiskViews views, long revision, List<UnmatchedRow> unmatched, Context context) {
        Map<String, UnmatchedRow> standing = new HashMap<>();
        for (UnmatchedRow row : unmatched) {
            standing.put(row.side() + ":" + row.entityId(), row);
            context.output(UNMATCHED, row);
        }
        new TreeMap<>(views.complaints()).forEach((key, row) -> {
            if (!standing.containsKey(key)) {
                context.output(UNMATCHED, row.resolvedAt(revision));
            }
        });
        return standing;
    }

    private void schedule(long start, TimerService timers) throws Exception {
        if (dueMillis.contains(start)) {
            return;
        }
        long due = settings.dueMillis(start, timers.currentProcessingTime());
        dueMillis.put(start, due);
        timers.registerProcessingTimeTimer(due);
        timers.registerEventTimeTimer(Long.MAX_VALUE);
    }

    private void forget(long now, TimerService timers) throws Exception {
        List<Long> expired = new ArrayList<>();
        long next = Long.MAX_VALUE;
        for (Map.Entry<Long, DiskViews> entry : intervals.entries()) {
            DiskViews views = entry.getValue();
            if (views.expiresMillis() <= now && !dueMillis.contains(entry.getKey())) {
                expired.add(entry.getKey());
            } else {
                next = Math.min(next, Math.max(views.expiresMillis(), now + 1));
            }
        }
        for (Long start : expired) {
            intervals.remove(start);
        }
        if (next == Long.MAX_VALUE) {
            cleanUpMillis.clear();
        } else {
            // Not one timer per interval: what expires a little later is forgotten together with the rest.
            cleanUpAt(next + settings.stateRetention().toMillis() / 10, timers);
        }
    }

    private void cleanUpAt(long millis, TimerService timers) throws Exception {
        cleanUpMillis.update(millis);
        timers.registerProcessingTimeTimer(millis);
    }

    private DiskViews views(long start) throws Exception {
        DiskViews views = intervals.get(start);
        return views == null ? DiskViews.none() : views;
    }

    private long length() {
        return settings.interval().toMillis();
    }

    private long carry() {
        return length() * settings.guestCarriedIntervals();
    }
}
