package io.ullage.job.snapshot;

import io.ullage.job.growth.GrowthSteps;
import io.ullage.job.ingest.Interval;
import java.time.Duration;
import java.util.ArrayList;
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
import org.jspecify.annotations.Nullable;

/** Counts the growth steps of one file, hour by hour. */
final class SeriesStepsFunction extends KeyedProcessFunction<String, Allocation, LunPart> {
    private static final long serialVersionUID = 1L;

    /** An hour's growth begins at the last reading before it, if that is no older than this. */
    static final long BASE_MILLIS = Duration.ofHours(6).toMillis();

    private static final Duration KEPT = Duration.ofDays(2);

    private final GrowthSettings settings;
    private transient MapState<Long, GrowthSteps> hours;
    private transient MapState<Long, Long> dueMillis;
    private transient ValueState<Allocation> last;

    SeriesStepsFunction(GrowthSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        StateTtlConfig untouched = StateTtlConfig.newBuilder(KEPT).build();
        MapStateDescriptor<Long, GrowthSteps> steps =
                new MapStateDescriptor<>("hours", Types.LONG, TypeInformation.of(GrowthSteps.class));
        steps.enableTimeToLive(untouched);
        hours = getRuntimeContext().getMapState(steps);
        dueMillis = getRuntimeContext().getMapState(new MapStateDescriptor<>("due", Types.LONG, Types.LONG));
        ValueStateDescriptor<Allocation> newest =
                new ValueStateDescriptor<>("last", TypeInformation.of(Allocation.class));
        newest.enableTimeToLive(untouched);
        last = getRuntimeContext().getState(newest);
    }

    @Override
    public void processElement(Allocation seen, Context context, Collector<LunPart> out) throws Exception {
        long hour = Interval.startOf(seen.time(), GrowthSettings.HOUR).toEpochMilli();
        GrowthSteps before = hours.get(hour);
        GrowthSteps known = before == null ? GrowthSteps.none() : before;
        GrowthSteps after =
                known.with(seen.time().toEpochMilli(), GrowthSteps.stepsOf(seen.bytes(), settings.stepBytes()));
        Allocation newest = last.value();
        if (newest == null || !seen.time().isBefore(newest.time())) {
            last.update(seen);
        }
        if (after == known) {
            return;
        }
        hours.put(hour, after);
        schedule(hour, context.timerService());
        // What an hour begins with may have changed.
        List<Long> later = new ArrayList<>();
        for (Long other : hours.keys()) {
            if (other > hour && other - hour <= BASE_MILLIS) {
                later.add(other);
            }
        }
        for (long other : later) {
            schedule(other, context.timerService());
        }
    }

    private void schedule(long hour, TimerService timers) throws Exception {
        if (dueMillis.contains(hour)) {
            return;
        }
        long due = settings.dueMillis(hour, GrowthSettings.HOUR, timers.currentProcessingTime());
        dueMillis.put(hour, due);
        timers.registerProcessingTimeTimer(due);
        timers.registerEventTimeTimer(Long.MAX_VALUE);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<LunPart> out) throws Exception {
        List<Long> due = new ArrayList<>();
        long oldestPending = Long.MAX_VALUE;
        for (Map.Entry<Long, Long> entry : dueMillis.entries()) {
            if (entry.getValue() <= timestamp) {
                due.add(entry.getKey());
            } else {
                oldestPending = Math.min(oldestPending, entry.getKey());
            }
        }
        due.sort(Long::compare);
        Allocation newest = last.value();
        for (long hour : due) {
            dueMillis.remove(hour);
            GrowthSteps steps = hours.get(hour);
            if (steps != null && newest != null) {
                out.collect(part(hour, steps, newest));
            }
        }
        if (oldestPending == Long.MAX_VALUE) {
            context.timerService().deleteEventTimeTimer(Long.MAX_VALUE);
        }
        forget(newest, oldestPending);
    }

    private LunPart part(long hour, GrowthSteps steps, Allocation newest) throws Exception {
        GrowthSteps base = GrowthSteps.none();
        for (long earlier = hour - GrowthSettings.HOUR.toMillis();
                earlier >= hour - BASE_MILLIS && base.times().length == 0;
                earlier -= GrowthSettings.HOUR.toMillis()) {
            GrowthSteps there = hours.get(earlier);
            base = there == null ? base : there;
        }
        return SeriesSteps.of(hour, steps, base, newest).part();
    }

    private void forget(@Nullable Allocation newest, long oldestPending) throws Exception {
        if (newest == null) {
            return;
        }
        long oldest = Math.min(newest.time().toEpochMilli(), oldestPending) - 2 * BASE_MILLIS;
        List<Long> old = new ArrayList<>();
        for (Long hour : hours.keys()) {
            if (hour < oldest) {
                old.add(hour);
            }
        }
        for (Long hour : old) {
            hours.remove(hour);
        }
    }
}
