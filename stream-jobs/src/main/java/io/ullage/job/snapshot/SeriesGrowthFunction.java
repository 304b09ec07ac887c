package io.ullage.job.snapshot;

import io.ullage.job.ingest.Interval;
import io.ullage.job.trend.History;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps the histories of one chain, or of one pool, and estimates from them when an interval closes. What comes late by no more than {@link
 * History#SLACK} writes its interval and the later ones again; what comes later still joins the history only.
 *
 * <p>Where readings come much faster than time passes, as in a replay, an interval is estimated before so many newer ones came that the
 * history of its time would be thinned.
 */
final class SeriesGrowthFunction extends KeyedProcessFunction<String, GrowthObservation, GrowthPart> {
    private static final long serialVersionUID = 1L;

    /** Longer than any history reaches back. */
    static final Duration HISTORY_KEPT = Duration.ofDays(46);

    private static final Duration VIEWS_KEPT = Duration.ofDays(2);

    private final GrowthSettings settings;
    private transient MapState<String, History> histories;
    private transient MapState<String, GrowthObservation> views;
    private transient MapState<Long, Long> dueMillis;
    private transient MapState<Long, Long> emitted;
    private transient ValueState<Long> newestStart;

    SeriesGrowthFunction(GrowthSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        MapStateDescriptor<String, History> history =
                new MapStateDescriptor<>("histories", Types.STRING, TypeInformation.of(History.class));
        history.enableTimeToLive(StateTtlConfig.newBuilder(HISTORY_KEPT).build());
        histories = getRuntimeContext().getMapState(history);
        MapStateDescriptor<String, GrowthObservation> view =
                new MapStateDescriptor<>("views", Types.STRING, TypeInformation.of(GrowthObservation.class));
        view.enableTimeToLive(StateTtlConfig.newBuilder(VIEWS_KEPT).build());
        views = getRuntimeContext().getMapState(view);
        dueMillis = getRuntimeContext().getMapState(new MapStateDescriptor<>("due", Types.LONG, Types.LONG));
        MapStateDescriptor<Long, Long> revisions = new MapStateDescriptor<>("emitted", Types.LONG, Types.LONG);
        revisions.enableTimeToLive(StateTtlConfig.newBuilder(VIEWS_KEPT).build());
        emitted = getRuntimeContext().getMapState(revisions);
        ValueStateDescriptor<Long> newest = new ValueStateDescriptor<>("newest", Types.LONG);
        newest.enableTimeToLive(StateTtlConfig.newBuilder(HISTORY_KEPT).build());
        newestStart = getRuntimeContext().getState(newest);
    }

    @Override
    public void processElement(GrowthObservation seen, Context context, Collector<GrowthPart> out) throws Exception {
        long start = Interval.startOf(seen.time(), settings.interval()).toEpochMilli();
        TimerService timers = context.timerService();
        Long newest = newestStart.value();
        if (newest == null || start > newest) {
            newestStart.update(start);
            writeBefore(start - History.SLACK.toMillis() / 2, timers, out);
        }
        remember(seen);
        if (newest != null && start < newest - History.SLACK.toMillis()) {
            return;
        }
        String view = start + "/" + seen.entity();
        GrowthObservation before = views.get(view);
        if (before != null && !later(seen, before)) {
            return;
        }
        views.put(view, seen);
        schedule(start, timers);
        if (newest != null && start < newest) {
            for (Long other : emitted.keys()) {
                if (other > start) {
                    schedule(other, timers);
                }
            }
        }
    }

    private void remember(GrowthObservation seen) throws Exception {
        History before = histories.get(seen.entity());
        History known = before == null ? History.none() : before;
        History after = seen.joining(known);
        if (after != known) {
            histories.put(seen.entity(), after);
        }
    }

    /** Two hosts may read the same at the same moment: then the larger figure counts, whichever message came first. */
    static boolean later(GrowthObservation seen, GrowthObservation before) {
        int byTime = seen.time().compareTo(before.time());
        Long bytes = seen.bytes();
        Long known = before.bytes();
        return byTime > 0 || byTime == 0 && bytes != null && (known == null || bytes > known);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<GrowthPart> out) throws Exception {
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
            write(start, out);
        }
        if (!pending) {
            context.timerService().deleteEventTimeTimer(Long.MAX_VALUE);
        }
        forget();
    }

    private void writeBefore(long limit, TimerService timers, Collector<GrowthPart> out) throws Exception {
        List<Long> due = new ArrayList<>();
        for (Long start : dueMillis.keys()) {
            if (start < limit) {
                due.add(start);
            }
        }
        due.sort(Long::compare);
        for (long start : due) {
            write(start, out);
        }
        if (!due.isEmpty() && dueMillis.isEmpty()) {
            timers.deleteEventTimeTimer(Long.MAX_VALUE);
        }
    }

    private void write(long start, Collector<GrowthPart> out) throws Exception {
        dueMillis.remove(start);
        String prefix = start + "/";
        List<GrowthObservation> seen = new ArrayList<>();
        long revision = 0;
        for (Map.Entry<String, GrowthObservation> entry : views.entries()) {
            if (entry.getKey().startsWith(prefix)) {
                seen.add(entry.getValue());
                revision += entry.getValue().knowledge(start);
            }
        }
        if (seen.isEmpty()) {
            return;
        }
        emitted.put(start, revision);
        Map<String, History> known = new HashMap<>();
        for (Map.Entry<String, History> entry : histories.entries()) {
            known.put(entry.getKey(), entry.getValue());
        }
        GrowthParts.of(Instant.ofEpochMilli(start), revision, seen, known).forEach(out::collect);
    }

    private void schedule(long start, TimerService timers) throws Exception {
        if (dueMillis.contains(start)) {
            return;
        }
        long due = settings.dueMillis(start, settings.interval(), timers.currentProcessingTime());
        dueMillis.put(start, due);
        timers.registerProcessingTimeTimer(due);
        timers.registerEventTimeTimer(Long.MAX_VALUE);
    }

    private void forget() throws Exception {
        Long newest = newestStart.value();
        if (newest == null) {
            return;
        }
        long oldest = newest - History.SLACK.toMillis() - settings.interval().toMillis();
        List<String> old = new ArrayList<>();
        for (String view : views.keys()) {
            long start = Long.parseLong(view.substring(0, view.indexOf('/')));
            if (start < oldest && !dueMillis.contains(start)) {
                old.add(view);
            }
        }
        for (String view : old) {
            views.remove(view);
        }
        List<Long> written = new ArrayList<>();
        for (Long start : emitted.keys()) {
            if (start < oldest) {
                written.add(start);
            }
        }
        for (Long start : written) {
            emitted.remove(start);
        }
        List<String> ended = new ArrayList<>();
        for (Map.Entry<String, History> entry : histories.entries()) {
            if (entry.getValue().newestMillis() < newest - HISTORY_KEPT.toMillis()) {
                ended.add(entry.getKey());
            }
        }
        for (String entity : ended) {
            histories.remove(entity);
        }
    }
}
