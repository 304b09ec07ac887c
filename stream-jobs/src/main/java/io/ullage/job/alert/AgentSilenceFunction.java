package io.ullage.job.alert;

import io.ullage.job.rule.AgentState;
import io.ullage.job.rule.AgentWatch;
import io.ullage.job.rule.Sample;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Tells how long nothing was heard of an agent; keyed by its id. While reports come that the broker took a while ago the job is catching up,
 * and an agent that seems silent may only not have been read yet: then silence is told no further than the reports have come.
 */
final class AgentSilenceFunction extends KeyedProcessFunction<String, AgentHeard, Sample> {
    /** Without a report for so long, all that is on the topic has been read. */
    private static final long CAUGHT_UP_MILLIS = Duration.ofSeconds(30).toMillis();

    private static final long SOON_MILLIS = 1_000;

    private static final long serialVersionUID = 1L;

    private transient ValueState<AgentState> agent;
    private transient ValueState<Long> dueMillis;
    private transient @Nullable Long lastReportMillis;
    private transient long readToMillis;

    @Override
    public void open(OpenContext context) {
        agent = getRuntimeContext().getState(new ValueStateDescriptor<>("agent", TypeInformation.of(AgentState.class)));
        dueMillis = getRuntimeContext().getState(new ValueStateDescriptor<>("due", Types.LONG));
    }

    @Override
    public void processElement(AgentHeard heard, Context context, Collector<Sample> out) throws Exception {
        TimerService timers = context.timerService();
        lastReportMillis = timers.currentProcessingTime();
        readToMillis = Math.max(readToMillis, heard.receivedMillis());
        AgentWatch.Outcome outcome = AgentWatch.heard(
                agent.value(),
                heard.agentId(),
                heard.labels(),
                heard.receivedMillis(),
                heard.reportMillis(),
                heard.sequence());
        keep(outcome, timers, out);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Sample> out) throws Exception {
        AgentState state = agent.value();
        dueMillis.clear();
        if (state == null) {
            return;
        }
        TimerService timers = context.timerService();
        long now = timers.currentProcessingTime();
        if (AgentWatch.gone(state, readTo(now))) {
            agent.clear();
            return;
        }
        keep(AgentWatch.silentUntil(state, readTo(now)), timers, out);
    }

    private void keep(AgentWatch.Outcome outcome, TimerService timers, Collector<Sample> out) throws Exception {
        agent.update(outcome.state());
        outcome.samples().forEach(out::collect);
        if (dueMillis.value() == null) {
            // One timer per agent; while reports come it finds nothing to tell and is set again.
            long now = timers.currentProcessingTime();
            long due = AgentWatch.dueMillis(outcome.state());
            due = Math.max(due, now + lookAgainMillis(due - readTo(now)));
            dueMillis.update(due);
            timers.registerProcessingTimeTimer(due);
        }
    }

    /** Who is far behind has nothing to tell of any agent for a while: not to be found out each second of each of them. */
    private static long lookAgainMillis(long unreadMillis) {
        return Math.max(SOON_MILLIS, Math.min(unreadMillis, CAUGHT_UP_MILLIS));
    }

    /** Up to when it is known what the broker took. */
    private long readTo(long nowMillis) {
        if (lastReportMillis == null) {
            lastReportMillis = nowMillis;
        }
        return nowMillis - lastReportMillis < CAUGHT_UP_MILLIS ? Math.min(readToMillis, nowMillis) : nowMillis;
    }
}
