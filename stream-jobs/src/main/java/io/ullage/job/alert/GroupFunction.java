package io.ullage.job.alert;

import io.ullage.job.rule.AlertGroup;
import io.ullage.job.rule.GroupState;
import io.ullage.job.rule.MemberChange;
import io.ullage.schema.alert.Alert;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** One alert per cause; keyed by fingerprint. */
final class GroupFunction extends KeyedProcessFunction<String, MemberChange, Alert> {
    /** What has resolved is remembered so long, for a rewritten row that takes its end back. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private static final long serialVersionUID = 1L;

    private transient ValueState<GroupState> group;

    @Override
    public void open(OpenContext context) {
        group = getRuntimeContext().getState(new ValueStateDescriptor<>("group", TypeInformation.of(GroupState.class)));
    }

    @Override
    public void processElement(MemberChange change, Context context, Collector<Alert> out) throws Exception {
        AlertGroup.Outcome outcome = AlertGroup.take(group.value(), change);
        group.update(outcome.state());
        if (outcome.alert() != null) {
            out.collect(outcome.alert());
        }
        if (!outcome.state().firing()) {
            long now = context.timerService().currentProcessingTime();
            context.timerService().registerProcessingTimeTimer(now + REMEMBERED.toMillis());
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Alert> out) throws Exception {
        GroupState state = group.value();
        if (state != null && !state.firing()) {
            group.clear();
        }
    }
}
