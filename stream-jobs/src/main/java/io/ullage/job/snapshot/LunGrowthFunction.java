package io.ullage.job.snapshot;

import io.ullage.job.row.LunGrowthRow;
import io.ullage.schema.telemetry.PoolReading;
import java.time.Instant;
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

/** Sums the growth steps of all files of one pool in one hour; keyed by both. A pool that is not of the kinds asked for has no row. */
final class LunGrowthFunction extends KeyedProcessFunction<String, LunPart, LunGrowthRow> {
    private static final long serialVersionUID = 1L;

    private final GrowthSettings settings;
    private transient MapState<String, SeriesSteps> files;
    private transient ValueState<LunPart> pool;
    private transient ValueState<Long> dueMillis;

    LunGrowthFunction(GrowthSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        StateTtlConfig untouched = StateTtlConfig.newBuilder(
                        settings.stateRetention().plus(GrowthSettings.HOUR))
                .build();
        MapStateDescriptor<String, SeriesSteps> steps =
                new MapStateDescriptor<>("files", Types.STRING, TypeInformation.of(SeriesSteps.class));
        steps.enableTimeToLive(untouched);
        files = getRuntimeContext().getMapState(steps);
        ValueStateDescriptor<LunPart> reading = new ValueStateDescriptor<>("pool", TypeInformation.of(LunPart.class));
        reading.enableTimeToLive(untouched);
        pool = getRuntimeContext().getState(reading);
        dueMillis = getRuntimeContext().getState(new ValueStateDescriptor<>("due", Types.LONG));
    }

    @Override
    public void processElement(LunPart part, Context context, Collector<LunGrowthRow> out) throws Exception {
        if (part.steps() != null) {
            SeriesSteps before = files.get(part.steps().seriesId());
            if (before != null && before.revision() > part.steps().revision()) {
                return;
            }
            files.put(part.steps().seriesId(), part.steps());
        } else {
            LunPart before = pool.value();
            if (before != null && !part.readAfter(before)) {
                return;
            }
            pool.update(part);
        }
        if (dueMillis.value() == null) {
            TimerService timers = context.timerService();
            long due = settings.gatherDueMillis(
                    part.hour().toEpochMilli(), GrowthSettings.HOUR, timers.currentProcessingTime());
            dueMillis.update(due);
            timers.registerProcessingTimeTimer(due);
            timers.registerEventTimeTimer(Long.MAX_VALUE);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<LunGrowthRow> out) throws Exception {
        dueMillis.clear();
        context.timerService().deleteEventTimeTimer(Long.MAX_VALUE);
        LunPart reading = pool.value();
        LunGrowthRow row = reading == null ? null : row(reading, files.values(), settings);
        if (row != null) {
            out.collect(row);
        }
    }

    /**
     * @param reading of the pool
     * @param files each with its steps in the hour
     */
    static @Nullable LunGrowthRow row(LunPart reading, Iterable<SeriesSteps> files, GrowthSettings settings) {
        PoolReading pool = reading.pool();
        Instant poolTime = reading.poolTime();
        if (pool == null || poolTime == null) {
            return null;
        }
        long revision = poolTime.toEpochMilli() - reading.hour().toEpochMilli() + 1;
        long snapshotSteps = 0;
        long diskSteps = 0;
        long growing = 0;
        SeriesSteps most = null;
        for (SeriesSteps file : files) {
            revision += file.revision();
            if (file.snapshot()) {
                snapshotSteps += file.steps();
            } else {
                diskSteps += file.steps();
            }
            growing += file.steps() > 0 ? 1 : 0;
            boolean more = most == null
                    || file.steps() > most.steps()
                    || file.steps() == most.steps() && file.seriesId().compareTo(most.seriesId()) < 0;
            most = file.steps() > 0 && more ? file : most;
        }
        return new LunGrowthRow(
                reading.hour(),
                revision,
                reading.poolId(),
                pool.name(),
                snapshotSteps,
                diskSteps,
                growing,
                settings.stepBytes(),
                settings.stepsPerHour(),
                most == null ? null : most.seriesId(),
                most == null ? 0 : most.steps());
    }
}
