package io.ullage.job.row;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message of the topic and what became of it. Key: {@code (partition, offset)}.
 *
 * @param intervalStart interval of the broker's timestamp
 * @param time the broker's timestamp
 * @param agentId absent where the message could not be read
 * @param sequence of the agent's cycles; a gap means that reports were dropped
 * @param readings passed on
 * @param rejectedReadings refused one by one, and kept in the dead-letter topic
 * @param reason why it was refused
 */
public record IngestRow(
        Instant intervalStart,
        int partition,
        long offset,
        Instant time,
        IngestOutcome outcome,
        @Nullable String agentId,
        @Nullable Instant reportTime,
        @Nullable Long sequence,
        long messageBytes,
        long readings,
        long rejectedReadings,
        @Nullable String reason)
        implements Row {
    /** A message has one outcome for ever. */
    @Override
    public long revision() {
        return 0;
    }
}
