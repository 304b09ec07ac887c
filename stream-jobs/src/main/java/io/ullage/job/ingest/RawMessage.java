package io.ullage.job.ingest;

import io.ullage.schema.codec.DeadLetter;
import io.ullage.schema.codec.MalformedMessageException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A message as it lies on the topic.
 *
 * @param payload its bytes; of one that is larger than a report may be, only the beginning
 * @param payloadBytes how many it has on the topic
 * @param time the broker's timestamp
 */
@SuppressWarnings("ArrayRecordComponent") // moved once, never compared
public record RawMessage(byte[] payload, long payloadBytes, String topic, int partition, long offset, Instant time) {
    /** Nothing of it was cut off. */
    public boolean whole() {
        return payload.length == payloadBytes;
    }

    /** The dead letter of a message whose bytes the codec refused. */
    public DeadLetter refused(MalformedMessageException why) {
        return DeadLetter.of(topic, partition, offset, time, payload, why);
    }

    /**
     * The dead letter of a message that breaks a rule of the job.
     *
     * @param field absent where the message as a whole is wrong
     */
    public DeadLetter refused(@Nullable String field, String rule, String value) {
        byte[] kept = Arrays.copyOf(payload, Math.min(payload.length, DeadLetter.MAX_PAYLOAD_BYTES));
        return new DeadLetter(
                DeadLetter.VERSION,
                topic,
                partition,
                offset,
                time,
                field,
                rule,
                value,
                (field == null ? "message" : field) + ": " + rule + ", was " + value,
                Base64.getEncoder().encodeToString(kept),
                payloadBytes);
    }
}
