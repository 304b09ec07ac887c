package io.ullage.job.rule;

import io.ullage.job.rule.AgentWatch.Outcome;
import io.ullage.schema.alert.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The whole way from samples to alerts in memory, as the job does it with state and timers: for replays, cases and tests. The clock is
 * the caller's.
 */
public final class RuleEngine {
    private RuleEvaluator evaluator;
    private final Map<String, EntityState> entities = new TreeMap<>();
    private final Map<String, GroupState> groups = new TreeMap<>();
    private final Map<String, AgentState> agents = new TreeMap<>();

    public RuleEngine(RuleSet rules) {
        evaluator = new RuleEvaluator(rules);
    }

    /** @param nowMillis the clock's time */
    public List<Alert> take(Sample sample, long nowMillis) {
        RuleEvaluator.Outcome outcome = evaluator.take(entities.get(sample.key()), sample, nowMillis);
        return changed(sample.key(), outcome);
    }

    /** A report of an agent was taken at that time. */
    public List<Alert> heard(
            String agentId, Map<String, String> labels, long receivedMillis, long reportMillis, long sequence) {
        Outcome outcome =
                AgentWatch.heard(agents.get(agentId), agentId, labels, receivedMillis, reportMillis, sequence);
        return told(agentId, outcome, receivedMillis);
    }

    /** The clock goes on: agents that are silent, and what is gone. */
    public List<Alert> advance(long nowMillis) {
        List<Alert> alerts = new ArrayList<>();
        for (AgentState agent : List.copyOf(agents.values())) {
            alerts.addAll(told(agent.agentId(), AgentWatch.silentUntil(agent, nowMillis), nowMillis));
        }
        for (String key : List.copyOf(entities.keySet())) {
            EntityState state = entities.get(key);
            if (state != null && evaluator.dueMillis(state) <= nowMillis) {
                alerts.addAll(changed(key, evaluator.expire(state, nowMillis)));
            }
        }
        return alerts;
    }

    /** Other rules from now on. */
    public List<Alert> rules(RuleSet rules) {
        evaluator = new RuleEvaluator(rules);
        List<Alert> alerts = new ArrayList<>();
        for (String key : List.copyOf(entities.keySet())) {
            EntityState state = entities.get(key);
            if (state != null) {
                alerts.addAll(changed(key, evaluator.reconsider(state)));
            }
        }
        return alerts;
    }

    private List<Alert> told(String agentId, Outcome outcome, long nowMillis) {
        agents.put(agentId, outcome.state());
        List<Alert> alerts = new ArrayList<>();
        outcome.samples().forEach(sample -> alerts.addAll(take(sample, Math.min(nowMillis, sample.timeMillis()))));
        return alerts;
    }

    private List<Alert> changed(String key, RuleEvaluator.Outcome outcome) {
        if (outcome.state() == null) {
            entities.remove(key);
        } else {
            entities.put(key, outcome.state());
        }
        List<Alert> alerts = new ArrayList<>();
        for (MemberChange change : outcome.changes()) {
            AlertGroup.Outcome group = AlertGroup.take(groups.get(change.fingerprint()), change);
            groups.put(change.fingerprint(), group.state());
            if (group.alert() != null) {
                alerts.add(group.alert());
            }
        }
        return alerts;
    }
}
