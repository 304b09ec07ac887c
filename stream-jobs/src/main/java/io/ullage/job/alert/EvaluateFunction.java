package io.ullage.job.alert;

import io.ullage.job.rule.EntityState;
import io.ullage.job.rule.MemberChange;
import io.ullage.job.rule.RuleEvaluator;
import io.ullage.job.rule.RuleSet;
import io.ullage.job.rule.Sample;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Holds each entity's state against the rules that stand now; keyed by {@link Sample#key}. */
final class EvaluateFunction extends KeyedBroadcastProcessFunction<String, Sample, RuleDocument, MemberChange> {
    /** Documents by name; an empty one was removed, and is remembered so that what stood at the start does not come back. */
    static final MapStateDescriptor<String, String> DOCUMENTS =
            new MapStateDescriptor<>("rule-documents", Types.STRING, Types.STRING);

    private static final long serialVersionUID = 1L;

    private final HashMap<String, String> documentsAtStart;
    private transient ValueStateDescriptor<EntityState> entityDescriptor;
    private transient ValueState<EntityState> entity;
    private transient ValueState<Long> dueMillis;
    private transient @Nullable RuleEvaluator evaluator;
    private transient @Nullable Long openedMillis;
    private transient Counter samples;
    private transient Counter changes;

    /** @param documentsAtStart what stood on the topic when the job began: no sample comes before the rules */
    EvaluateFunction(Map<String, String> documentsAtStart) {
        this.documentsAtStart = new HashMap<>(documentsAtStart);
    }

    @Override
    public void open(OpenContext context) {
        entityDescriptor = new ValueStateDescriptor<>("entity", TypeInformation.of(EntityState.class));
        entity = getRuntimeContext().getState(entityDescriptor);
        dueMillis = getRuntimeContext().getState(new ValueStateDescriptor<>("due", Types.LONG));
        MetricGroup group = getRuntimeContext().getMetricGroup().addGroup("alerts");
        samples = group.counter("samples");
        changes = group.counter("changes");
    }

    @Override
    public void processElement(Sample sample, ReadOnlyContext context, Collector<MemberChange> out) throws Exception {
        samples.inc();
        TimerService timers = context.timerService();
        long now = opened(timers.currentProcessingTime());
        RuleEvaluator rules = evaluator(context.getBroadcastState(DOCUMENTS));
        keep(rules, rules.take(entity.value(), sample, now), timers, out);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<MemberChange> out) throws Exception {
        Long due = dueMillis.value();
        EntityState state = entity.value();
        if (due == null || due > timestamp || state == null) {
            return;
        }
        dueMillis.clear();
        TimerService timers = context.timerService();
        long now = timers.currentProcessingTime();
        // While the job was away nothing could be heard.
        EntityState heard = state.heardSince(opened(now));
        RuleEvaluator rules = evaluator(context.getBroadcastState(DOCUMENTS));
        keep(rules, rules.expire(heard, now), timers, out);
    }

    private void keep(
            RuleEvaluator rules, RuleEvaluator.Outcome outcome, TimerService timers, Collector<MemberChange> out)
            throws Exception {
        outcome.changes().forEach(out::collect);
        changes.inc(outcome.changes().size());
        EntityState state = outcome.state();
        if (state == null) {
            entity.clear();
            return;
        }
        entity.update(state);
        if (dueMillis.value() == null) {
            // One timer per entity; when it is due it is set again to what the last sample asks for.
            long due = rules.dueMillis(state);
            dueMillis.update(due);
            timers.registerProcessingTimeTimer(due);
        }
    }

    @Override
    public void processBroadcastElement(RuleDocument document, Context context, Collector<MemberChange> out)
            throws Exception {
        RuleSet before = evaluator(context.getBroadcastState(DOCUMENTS)).rules();
        context.getBroadcastState(DOCUMENTS).put(document.name(), document.yaml());
        evaluator = null;
        RuleEvaluator now = evaluator(context.getBroadcastState(DOCUMENTS));
        if (before.differences(now.rules()).isEmpty()
                && before.silences().equals(now.rules().silences())) {
            return;
        }
        context.applyToKeyedState(entityDescriptor, (key, state) -> {
            RuleEvaluator.Outcome outcome = now.reconsider(state.value());
            outcome.changes().forEach(out::collect);
            changes.inc(outcome.changes().size());
            state.update(outcome.state());
        });
    }

    private RuleEvaluator evaluator(ReadOnlyBroadcastState<String, String> documents) throws Exception {
        if (evaluator == null) {
            Map<String, String> standing = new HashMap<>();
            documents.immutableEntries().forEach(entry -> standing.put(entry.getKey(), entry.getValue()));
            evaluator = new RuleEvaluator(RuleBook.of(standing.isEmpty() ? documentsAtStart : standing));
        }
        return evaluator;
    }

    private long opened(long nowMillis) {
        if (openedMillis == null) {
            openedMillis = nowMillis;
        }
        return openedMillis;
    }
}
