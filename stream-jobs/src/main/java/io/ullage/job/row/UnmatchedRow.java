package io.ullage.job.row;

import io.ullage.job.match.Side;
import io.ullage.job.match.UnmatchedReason;
import java.time.Instant;
import java.util.List;

/**
 * A guest disk or an attached volume without a counterpart, in one interval. Key: {@code (machineId, side, entityId, intervalStart)}.
 *
 * @param machineId SMBIOS system UUID; the agent's hostId where there is none
 * @param entityId volumeId, or the name of the guest disk
 * @param sizeBytes by which one finds it again
 * @param candidates what would have fitted, if only one had
 * @param resolved a later reading of the same interval found the counterpart: this row takes the complaint back
 */
public record UnmatchedRow(
        Instant intervalStart,
        long revision,
        String machineId,
        Side side,
        String entityId,
        long sizeBytes,
        UnmatchedReason reason,
        List<String> candidates,
        boolean resolved)
        implements Row {
    public UnmatchedRow {
        candidates = List.copyOf(candidates);
    }

    /** The row that takes this one back. */
    public UnmatchedRow resolvedAt(long laterRevision) {
        return new UnmatchedRow(
                intervalStart, laterRevision, machineId, side, entityId, sizeBytes, reason, candidates, true);
    }
}
