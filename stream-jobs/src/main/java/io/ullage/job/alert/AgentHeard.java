package io.ullage.job.alert;

import io.ullage.job.ingest.DecodedReport;
import io.ullage.schema.telemetry.AgentIdentity;
import java.util.HashMap;
import java.util.Map;

/**
 * A report was taken by the broker.
 *
 * @param sequence of the agent's cycle
 */
public record AgentHeard(
        String agentId, Map<String, String> labels, long receivedMillis, long reportMillis, long sequence) {
    public static AgentHeard of(DecodedReport report) {
        return of(
                report.agent(), report.received().toEpochMilli(), report.time().toEpochMilli(), report.sequence());
    }

    public static AgentHeard of(AgentIdentity agent, long receivedMillis, long reportMillis, long sequence) {
        Map<String, String> labels = new HashMap<>();
        labels.put("agent", agent.id());
        labels.put("host", agent.hostId());
        labels.put("hostname", agent.hostName());
        labels.put("role", agent.role().name());
        if (agent.machineId() != null) {
            labels.put("machine", agent.machineId());
        }
        return new AgentHeard(agent.id(), labels, receivedMillis, reportMillis, sequence);
    }
}
