package io.ullage.job.ingest;

import java.time.Instant;

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
}
