package io.ullage.schema.telemetry;

/** From which side an agent looks: inside a machine, or at what backs its disks. */
public enum AgentRole {
    GUEST,
    HOST
}
