package io.ullage.schema.telemetry;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.Require;
import java.time.Instant;
import java.util.List;

/**
 * What one agent saw in one cycle. A cycle with many readings is sent in parts of equal time.
 *
 * <p>{@code (agent.id, time, part)} names a report: the same one sent twice counts once.
 *
 * @param version of the message; a reader refuses versions that it does not know
 * @param sequence counts the cycles of this agent; a gap means that reports were dropped
 * @param part from 0 to {@code parts - 1}
 * @param time of everything read in the cycle
 */
public record Report(
        int version, AgentIdentity agent, long sequence, int part, int parts, Instant time, List<Reading> readings) {
    /** The version written today. */
    public static final int VERSION = 1;

    public Report {
        if (version != VERSION) {
            throw new InvalidFieldException("version", "must be " + VERSION, version);
        }
        Require.present("agent", agent);
        Require.notNegative("sequence", sequence);
        Require.between("parts", parts, 1, 100_000);
        Require.between("part", part, 0, parts - 1L);
        Require.present("time", time);
        readings = Require.list("readings", readings);
    }

    /** A cycle that fits into one message. */
    public static Report whole(AgentIdentity agent, long sequence, Instant time, List<Reading> readings) {
        return new Report(VERSION, agent, sequence, 0, 1, time, readings);
    }
}
