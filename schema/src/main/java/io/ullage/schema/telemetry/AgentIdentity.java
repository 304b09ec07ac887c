package io.ullage.schema.telemetry;

import io.ullage.schema.Require;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a report.
 *
 * @param id stable and unique in the estate; one agent process keeps it over restarts
 * @param hostId the machine that the agent runs on; both roles on one machine share it
 * @param machineId the machine's SMBIOS system UUID (lower case, RFC 4122 text), by which a hypervisor knows it; absent where
 *     the firmware has none
 * @param softwareVersion of the agent
 */
public record AgentIdentity(
        String id,
        AgentRole role,
        String hostId,
        String hostName,
        @Nullable String machineId,
        String softwareVersion) {
    public AgentIdentity {
        Require.text("agent.id", id);
        Require.present("agent.role", role);
        Require.text("agent.hostId", hostId);
        Require.text("agent.hostName", hostName);
        Require.optionalText("agent.machineId", machineId);
        Require.text("agent.softwareVersion", softwareVersion);
    }
}
