package io.ullage.job.alert;

import io.ullage.job.row.PoolRow;
import io.ullage.job.rule.Sample;
import java.time.Duration;
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

/**
 * Puts the rows of a pool into the order of their intervals: they are summed apart, so that in a replay many of them come at once and in
 * any order. Rows wait a moment of the wall clock, and of one interval the highest revision goes on. Keyed by pool.
 */
final class SettleFunction extends KeyedProcessFunction<String, PoolRow, Sample> {
    private static final long serialVersionUID = 1L;

    private final Duration delay;
    private transient MapState<Long, PoolRow> waiting;
    private transient ValueState<Long> dueMillis;

    SettleFunction(Duration delay) {
        this.delay = delay;
    }

    @Override
    public void open(OpenContext context) {
        waiting = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("waiting", Types.LONG, TypeInformation.of(PoolRow.class)));
        dueMillis = getRuntimeContext().getState(new ValueStateDescriptor<>("due", Types.LONG));
    }

    @Override
    public void processElement(PoolRow row, Context context, Collector<Sample> out) throws Exception {
        long start = row.intervalStart().toEpochMilli();
        PoolRow known = waiting.get(start);
        if (known == null || known.revision() < row.revision()) {
            waiting.put(start, row);
        }
        if (dueMillis.value() == null) {
            TimerService timers = context.timerService();
            long due = timers.currentProcessingTime() + delay.toMillis();
            dueMillis.update(due);
            timers.registerProcessingTimeTimer(due);
            timers.registerEventTimeTimer(Long.MAX_VALUE);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Sample> out) throws Exception {
        Map<Long, PoolRow> sorted = new TreeMap<>();
        for (Map.Entry<Long, PoolRow> entry : waiting.entries()) {
            sorted.put(entry.getKey(), entry.getValue());
        }
        sorted.values().forEach(row -> out.collect(Samples.of(row)));
        waiting.clear();
        dueMillis.clear();
        context.timerService().deleteEventTimeTimer(Long.MAX_VALUE);
    }
}
