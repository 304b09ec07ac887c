package io.ullage.job.ingest;

import io.ullage.job.row.IngestOutcome;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Lets a report pass once; keyed by agent id. {@code (agent.id, time, part)} names it. Its outcome leaves by
 * {@link DecodeFunction#OUTCOMES}.
 *
 * <p>Names are forgotten after a while. A report that comes again still later is passed on: it writes the rows that it wrote before.
 */
public final class DeduplicateFunction extends KeyedProcessFunction<String, DecodedReport, DecodedReport> {
    private static final long serialVersionUID = 1L;

    private final Duration interval;
    private final Duration remembered;
    private transient MapState<String, Boolean> seen;
    private transient ValueState<Long> newestIntervalMillis;
    private transient Counter emitted;
    private transient Counter late;
    private transient Counter duplicate;

    /** @param remembered how long the name of a report is kept */
    public DeduplicateFunction(Duration interval, Duration remembered) {
        this.interval = interval;
        this.remembered = remembered;
    }

    @Override
    public void open(OpenContext context) {
        StateTtlConfig ttl = StateTtlConfig.newBuilder(remembered)
                .setUpdateType(StateTtlConfig.UpdateType.OnCreateAndWrite)
                .setStateVisibility(StateTtlConfig.StateVisibility.NeverReturnExpired)
                .cleanupIncrementally(10, false)
                .cleanupInRocksdbCompactFilter(1000)
                .build();
        MapStateDescriptor<String, Boolean> names = new MapStateDescriptor<>("reports", Types.STRING, Types.BOOLEAN);
        names.enableTimeToLive(ttl);
        seen = getRuntimeContext().getMapState(names);
        ValueStateDescriptor<Long> newest = new ValueStateDescriptor<>("newest-interval", Types.LONG);
        newest.enableTimeToLive(ttl);
        newestIntervalMillis = getRuntimeContext().getState(newest);
        MetricGroup group = getRuntimeContext().getMetricGroup().addGroup("messages");
        emitted = group.counter("emitted");
        late = group.counter("late");
        duplicate = group.counter("duplicate");
    }

    @Override
    public void processElement(DecodedReport report, Context context, Collector<DecodedReport> out) throws Exception {
        IngestOutcome outcome = outcome(report);
        switch (outcome) {
            case EMITTED -> emitted.inc();
            case LATE -> late.inc();
            case DUPLICATE -> duplicate.inc();
            case MALFORMED -> throw new IllegalStateException("a decoded report is not malformed");
        }
        context.output(DecodeFunction.OUTCOMES, report.became(outcome, Interval.startOf(report.received(), interval)));
        if (outcome != IngestOutcome.DUPLICATE) {
            out.collect(report);
        }
    }

    private IngestOutcome outcome(DecodedReport report) throws Exception {
        Instant time = report.time();
        String name = time.getEpochSecond() + "." + time.getNano() + "/" + report.part();
        if (seen.contains(name)) {
            return IngestOutcome.DUPLICATE;
        }
        seen.put(name, true);
        long intervalMillis = Interval.startOf(time, interval).toEpochMilli();
        Long newest = newestIntervalMillis.value();
        if (newest != null && intervalMillis < newest) {
            return IngestOutcome.LATE;
        }
        newestIntervalMillis.update(intervalMillis);
        return IngestOutcome.EMITTED;
    }
}
