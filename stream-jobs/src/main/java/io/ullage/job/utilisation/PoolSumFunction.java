package io.ullage.job.utilisation;

import io.ullage.job.row.PoolRow;
import io.ullage.job.row.VolumeSums;
import io.ullage.schema.telemetry.VolumeUse;
import java.util.Map;
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
import org.jspecify.annotations.Nullable;

/**
 * Sums the volumes of one pool in one interval; keyed by both. Of each volume the row with the highest revision counts, as in the store.
 * Many rows in a short while make one sum, and an interval that is still open is not summed before its disks are joined.
 */
final class PoolSumFunction extends KeyedProcessFunction<String, PoolPart, PoolRow> {
    private static final long serialVersionUID = 1L;

    private final UtilisationSettings settings;
    private transient ValueState<PoolTotal> total;
    private transient MapState<String, VolumeShare> volumes;
    private transient Counter unsummed;

    PoolSumFunction(UtilisationSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        total = getRuntimeContext().getState(new ValueStateDescriptor<>("total", TypeInformation.of(PoolTotal.class)));
        volumes = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("volumes", Types.STRING, TypeInformation.of(VolumeShare.class)));
        MetricGroup group = getRuntimeContext().getMetricGroup().addGroup("pools");
        unsummed = group.counter("unsummedVolumes");
    }

    @Override
    public void processElement(PoolPart part, Context context, Collector<PoolRow> out) throws Exception {
        TimerService timers = context.timerService();
        long now = timers.currentProcessingTime();
        PoolTotal before = total.value();
        PoolTotal after = before == null ? PoolTotal.none(part.poolId(), part.intervalStart()) : before;
        if (part.pool() != null && part.poolTime() != null) {
            after = after.with(part.pool(), part.poolTime());
        }
        VolumeShare share = part.share();
        if (share != null && part.volumeId() != null) {
            VolumeShare known = volumes.get(part.volumeId());
            if (known == null || known.revision() <= share.revision()) {
                volumes.put(part.volumeId(), share);
                after = after.running(replaced(after.running(), known, share));
            }
        }
        long expires = now + settings.stateRetention().toMillis();
        if (after.dueMillis() == null) {
            after = after.due(settings.sumDueMillis(part.intervalStart().toEpochMilli(), now));
            timers.registerProcessingTimeTimer(after.dueMillis());
            timers.registerEventTimeTimer(Long.MAX_VALUE);
        }
        total.update(after.expiring(expires));
    }

    private static @Nullable RunningSums replaced(
            @Nullable RunningSums sums, @Nullable VolumeShare known, VolumeShare share) {
        if (sums == null) {
            return null;
        }
        try {
            return (known == null ? sums : sums.minus(known)).plus(share);
        } catch (ArithmeticException tooLarge) {
            // A size that no pool can have: which of the volumes can be summed is found out with each sum.
            return null;
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<PoolRow> out) throws Exception {
        PoolTotal now = total.value();
        if (now == null) {
            return;
        }
        TimerService timers = context.timerService();
        if (now.dueMillis() != null && now.dueMillis() <= timestamp) {
            out.collect(sum(now));
            total.update(now.due(null));
            timers.deleteEventTimeTimer(Long.MAX_VALUE);
            // Every change is written, so every change moves the end of this state's life.
            timers.registerProcessingTimeTimer(now.expiresMillis());
        } else if (now.dueMillis() == null && now.expiresMillis() <= timestamp && timestamp != Long.MAX_VALUE) {
            total.clear();
            volumes.clear();
        }
    }

    private PoolRow sum(PoolTotal now) throws Exception {
        long revision = now.poolTime() == null
                ? 0
                : now.poolTime().toEpochMilli() - now.intervalStart().toEpochMilli() + 1;
        RunningSums running = now.running();
        if (running != null) {
            return new PoolRow(
                    now.intervalStart(),
                    revision + running.revisions(),
                    now.poolId(),
                    now.pool(),
                    running.of(VolumeUse.DISK),
                    running.of(VolumeUse.BACKING));
        }
        VolumeSums disks = VolumeSums.NONE;
        VolumeSums backing = VolumeSums.NONE;
        for (Map.Entry<String, VolumeShare> entry : volumes.entries()) {
            VolumeShare volume = entry.getValue();
            revision += volume.revision();
            try {
                switch (volume.use()) {
                    case DISK -> disks = disks.plus(volume.sums());
                    case BACKING -> backing = backing.plus(volume.sums());
                }
            } catch (ArithmeticException tooLarge) {
                // A size that no pool can have: left out and counted, its own row shows it.
                unsummed.inc();
            }
        }
        return new PoolRow(now.intervalStart(), revision, now.poolId(), now.pool(), disks, backing);
    }
}
