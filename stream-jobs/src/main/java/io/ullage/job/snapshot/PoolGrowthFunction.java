package io.ullage.job.snapshot;

import io.ullage.job.growth.ChainGrowth;
import io.ullage.job.growth.SnapshotGrowth;
import io.ullage.job.row.ChainGrowthRow;
import io.ullage.job.row.SnapshotGrowthRow;
import io.ullage.job.trend.TimeToFull;
import io.ullage.job.trend.Trend;
import java.util.ArrayList;
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
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Puts the room of a pool beside the estimates of what lies in it, in one interval; keyed by both. */
final class PoolGrowthFunction extends KeyedProcessFunction<String, GrowthPart, SnapshotGrowthRow> {
    static final OutputTag<ChainGrowthRow> CHAINS =
            new OutputTag<>("chain-growth", TypeInformation.of(ChainGrowthRow.class));

    private static final long serialVersionUID = 1L;

    private final GrowthSettings settings;
    private transient MapState<String, GrowthPart> parts;
    private transient MapState<String, Long> changed;
    private transient ValueState<Long> dueMillis;
    private transient ValueState<Long> expiresMillis;

    PoolGrowthFunction(GrowthSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        parts = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("parts", Types.STRING, TypeInformation.of(GrowthPart.class)));
        changed = getRuntimeContext().getMapState(new MapStateDescriptor<>("changed", Types.STRING, Types.LONG));
        dueMillis = getRuntimeContext().getState(new ValueStateDescriptor<>("due", Types.LONG));
        expiresMillis = getRuntimeContext().getState(new ValueStateDescriptor<>("expires", Types.LONG));
    }

    @Override
    public void processElement(GrowthPart part, Context context, Collector<SnapshotGrowthRow> out) throws Exception {
        String entity = part.entity();
        GrowthPart before = parts.get(entity);
        if (before != null && before.revision() > part.revision()) {
            return;
        }
        parts.put(entity, part);
        if (part.room() == null) {
            changed.put(entity, part.revision());
        } else {
            for (String other : parts.keys()) {
                changed.put(other, part.revision());
            }
            changed.remove(entity);
        }
        TimerService timers = context.timerService();
        long now = timers.currentProcessingTime();
        expiresMillis.update(now + settings.stateRetention().toMillis());
        if (dueMillis.value() == null) {
            long due = settings.gatherDueMillis(part.intervalStart().toEpochMilli(), settings.interval(), now);
            dueMillis.update(due);
            timers.registerProcessingTimeTimer(due);
            timers.registerEventTimeTimer(Long.MAX_VALUE);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<SnapshotGrowthRow> out) throws Exception {
        TimerService timers = context.timerService();
        Long due = dueMillis.value();
        Long expires = expiresMillis.value();
        if (due != null && due <= timestamp) {
            write(context, out);
            dueMillis.clear();
            timers.deleteEventTimeTimer(Long.MAX_VALUE);
            if (expires != null) {
                timers.registerProcessingTimeTimer(expires);
            }
        } else if (due == null && expires != null && expires <= timestamp && timestamp != Long.MAX_VALUE) {
            parts.clear();
            changed.clear();
            expiresMillis.clear();
        }
    }

    private void write(Context context, Collector<SnapshotGrowthRow> out) throws Exception {
        GrowthPart pool = parts.get("p");
        TreeMap<String, GrowthPart> rows = new TreeMap<>();
        List<String> entities = new ArrayList<>();
        for (String entity : changed.keys()) {
            entities.add(entity);
        }
        for (String entity : entities) {
            GrowthPart part = parts.get(entity);
            if (part != null) {
                rows.put(entity, part);
            }
        }
        changed.clear();
        for (Map.Entry<String, GrowthPart> row : rows.entrySet()) {
            GrowthPart part = row.getValue();
            if (part.snapshot() != null) {
                out.collect(snapshot(part, part.snapshot(), pool));
            } else if (part.chain() != null) {
                context.output(CHAINS, chain(part, part.chain(), pool));
            }
        }
    }

    /** @param pool of which the room is, absent where it did not speak in the interval */
    static SnapshotGrowthRow snapshot(GrowthPart part, SnapshotGrowth growth, @Nullable GrowthPart pool) {
        Long freeBytes = free(pool);
        return new SnapshotGrowthRow(
                part.intervalStart(),
                revision(part, pool),
                growth,
                freeBytes,
                growth.removal().fits(freeBytes));
    }

    private static ChainGrowthRow chain(GrowthPart part, ChainGrowth growth, @Nullable GrowthPart pool) {
        Long freeBytes = free(pool);
        Trend poolTrend =
                pool == null || pool.room() == null ? null : pool.room().trend();
        return new ChainGrowthRow(
                part.intervalStart(),
                revision(part, pool),
                growth,
                freeBytes,
                growth.removal().fits(freeBytes),
                TimeToFull.of(freeBytes, growth.trend()),
                poolTrend,
                poolTrend == null ? null : TimeToFull.of(freeBytes, poolTrend));
    }

    private static long revision(GrowthPart part, @Nullable GrowthPart pool) {
        return part.revision() + (pool == null ? 0 : pool.revision());
    }

    private static @Nullable Long free(@Nullable GrowthPart pool) {
        return pool == null || pool.room() == null ? null : pool.room().freeBytes();
    }
}
