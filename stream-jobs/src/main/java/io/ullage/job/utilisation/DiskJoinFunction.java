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
    private transient ValueState<RecentIntervals> recent;
    private transient MapState<Long, IntervalMark> older;
    private transient MapState<Long, DiskViews> intervals;
    private transient MapState<Long, Long> dueOfOldBuild;
    private transient ValueState<Long> cleanUpOfOldBuild;
    private transient Counter rewritten;

    DiskJoinFunction(UtilisationSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        recent = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("recent", TypeInformation.of(RecentIntervals.class)));
        older = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("older", Types.LONG, TypeInformation.of(IntervalMark.class)));
        intervals = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("intervals", Types.LONG, TypeInformation.of(DiskViews.class)));
        dueOfOldBuild = getRuntimeContext().getMapState(new MapStateDescriptor<>("due", Types.LONG, Types.LONG));
        cleanUpOfOldBuild = getRuntimeContext().getState(new ValueStateDescriptor<>("clean-up", Types.LONG));
        MetricGroup group = getRuntimeContext().getMetricGroup().addGroup("ledger");
        rewritten = group.counter("rewrittenIntervals");
    }

    @Override
    public void processElement(Observation seen, Context context, Collector<LedgerRow> out) throws Exception {
        long start = Interval.startOf(seen.time(), settings.interval()).toEpochMilli();
        IntervalMarks marks = marks();
        IntervalMark mark = marks.get(start);
        DiskViews before = mark == null ? DiskViews.none() : views(start);
        DiskViews after = before.with(seen);
        if (after == before) {
            return;
        }
        TimerService timers = context.timerService();
        long now = timers.currentProcessingTime();
        long expires = now + settings.stateRetention().toMillis();
        intervals.put(start, after);
        IntervalMark changed = IntervalMark.of(
                start,
                after,
                mark == null ? 0 : mark.emittedRevision(),
                mark == null ? null : mark.dueMillis(),
                expires);
        marks.put(changed);
        schedule(changed, marks, timers);
        // What comes late is seen by the intervals that look back at it.
        for (long later = start + length(); later <= start + carry(); later += length()) {
            IntervalMark touched = marks.get(later);
            if (touched != null) {
                schedule(touched, marks, timers);
            }
        }
        if (marks.cleanUpMillis() == null) {
            cleanUpAt(expires, marks, timers);
        }
        marks.write();
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<LedgerRow> out) throws Exception {
        TimerService timers = context.timerService();
        IntervalMarks marks = marks();
        for (long start : marks.dueBy(timestamp)) {
            write(start, marks, context, out);
        }
        if (marks.nothingDue()) {
            timers.deleteEventTimeTimer(Long.MAX_VALUE);
        }
        Long cleanUp = marks.cleanUpMillis();
        boolean endOfInput = timestamp == Long.MAX_VALUE;
        if (!endOfInput && cleanUp != null && cleanUp <= timestamp) {
            forget(timestamp, marks, timers);
        }
        marks.write();
    }

    private void write(long start, IntervalMarks marks, Context context, Collector<LedgerRow> out) throws Exception {
        long base = start - carry();
        long revision = 0;
        IntervalMark own = null;
        IntervalMark guestMark = null;
        boolean hostSpoke = false;
        for (long each = base; each <= start; each += length()) {
            IntervalMark mark = marks.get(each);
            if (mark != null) {
                revision += mark.knowledge(base);
                guestMark = mark.guestSpoke() ? mark : guestMark;
                hostSpoke |= mark.hostSpoke();
                own = mark;
            }
        }
        if (own == null || own.startMillis() != start) {
            return;
        }
        marks.put(own.due(null).emitted(revision));
        if (own.readings() == 0 || revision == own.emittedRevision()) {
            return;
        }
        if (own.emittedRevision() != 0) {
            rewritten.inc();
        }
        DiskViews views = views(start);
        Map<String, GuestView> guest = Map.of();
        if (guestMark != null) {
            guest = guestMark == own
                    ? views.guestDisks()
                    : views(guestMark.startMillis()).guestDisks();
        }
        DiskJoin join = DiskJoin.of(Instant.ofEpochMilli(start), revision, views.volumes(), guest);
        join.ledgers().forEach(out::collect);
        // A host that reads less often than its guests is no missing host.
        boolean betweenReadings = views.volumes().isEmpty() && hostSpoke;
        List<UnmatchedRow> unmatched = betweenReadings ? List.of() : join.unmatched();
        Map<String, UnmatchedRow> standing = complain(views, revision, unmatched, context);
        if (!sameComplaints(standing, views.complaints())) {
            intervals.put(start, views.complaining(standing));
        }
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

    /** Whatever their revisions: those are of no use when a complaint is taken back. */
    private static boolean sameComplaints(Map<String, UnmatchedRow> one, Map<String, UnmatchedRow> other) {
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream().allMatch(entry -> entry.getValue()
                        .resolvedAt(0)
                        .equals(other.get(entry.getKey()).resolvedAt(0)));
    }

    private void schedule(IntervalMark mark, IntervalMarks marks, TimerService timers) throws Exception {
        if (mark.dueMillis() != null) {
            return;
        }
        long due = settings.dueMillis(mark.startMillis(), timers.currentProcessingTime());
        marks.put(mark.due(due));
        timers.registerProcessingTimeTimer(due);
        timers.registerEventTimeTimer(Long.MAX_VALUE);
    }

    private void forget(long now, IntervalMarks marks, TimerService timers) throws Exception {
        List<Long> forgotten = new ArrayList<>();
        Long next = marks.forget(now, forgotten);
        for (Long start : forgotten) {
            intervals.remove(start);
        }
        if (next == null) {
            marks.cleanUpMillis(null);
        } else {
            // Not one timer per interval: what expires a little later is forgotten together with the rest.
            cleanUpAt(next + settings.stateRetention().toMillis() / 10, marks, timers);
        }
    }

    private static void cleanUpAt(long millis, IntervalMarks marks, TimerService timers) {
        marks.cleanUpMillis(millis);
        timers.registerProcessingTimeTimer(millis);
    }

    private IntervalMarks marks() throws Exception {
        RecentIntervals read = recent.value();
        int atHand = settings.guestCarriedIntervals() + 1;
        if (read != null) {
            return new IntervalMarks(read, recent, older, atHand);
        }
        IntervalMarks marks = new IntervalMarks(RecentIntervals.NONE, recent, older, atHand);
        Long cleanUp = cleanUpOfOldBuild.value();
        if (cleanUp != null) {
            marksOfOldBuild(cleanUp, marks);
        }
        return marks;
    }

    /** Version 0.1 kept no marks: they are made from its views once, when the key is touched first. */
    private void marksOfOldBuild(long cleanUp, IntervalMarks marks) throws Exception {
        for (Map.Entry<Long, DiskViews> entry : intervals.entries()) {
            DiskViews views = entry.getValue();
            Long due = dueOfOldBuild.get(entry.getKey());
            marks.put(IntervalMark.of(entry.getKey(), views, views.emittedRevision(), due, views.expiresMillis()));
        }
        marks.cleanUpMillis(cleanUp);
        dueOfOldBuild.clear();
        cleanUpOfOldBuild.clear();
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
