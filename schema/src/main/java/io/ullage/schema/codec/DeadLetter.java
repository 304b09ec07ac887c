package io.ullage.schema.codec;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.Require;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What could not be accepted, from where, and why: a whole message, or one reading of a report.
 *
 * @param topic it was read from
 * @param time when it was refused
 * @param field path of the wrong field; absent where the bytes as a whole are wrong
 * @param rule in words, such as {@code must not be negative}
 * @param value as text, shortened
 * @param reason field, rule and value in one line
 * @param payloadBase64 the refused bytes (of a reading: its JSON), cut after {@link #MAX_PAYLOAD_BYTES}, in Base64
 * @param payloadBytes how many there were
 */
public record DeadLetter(
        int version,
        String topic,
        int partition,
        long offset,
        Instant time,
        @Nullable String field,
        String rule,
        String value,
        String reason,
        String payloadBase64,
        long payloadBytes) {
    public static final int VERSION = 1;

    /** Most bytes of a refused message that are kept. */
    public static final int MAX_PAYLOAD_BYTES = 16 << 10;

    public DeadLetter {
        if (version != VERSION) {
            throw new InvalidFieldException("version", "must be " + VERSION, version);
        }
        Require.text("topic", topic);
        Require.notNegative("partition", partition);
        Require.notNegative("offset", offset);
        Require.present("time", time);
        Require.text("rule", rule);
        Require.present("value", value);
        Require.text("reason", reason);
        Require.present("payloadBase64", payloadBase64);
        Require.notNegative("payloadBytes", payloadBytes);
    }

    /** A message that was refused as a whole. */
    public static DeadLetter of(
            String topic, int partition, long offset, Instant time, byte[] payload, MalformedMessageException refused) {
        return new DeadLetter(
                VERSION,
                topic,
                partition,
                offset,
                time,
                refused.path().orElse(null),
                refused.rule(),
                refused.value(),
                String.valueOf(refused.getMessage()),
                base64(payload),
                payload.length);
    }

    /** One reading of a report that was accepted without it. */
    public static DeadLetter of(String topic, int partition, long offset, Instant time, Rejection rejection) {
        return new DeadLetter(
                VERSION,
                topic,
                partition,
                offset,
                time,
                rejection.path(),
                rejection.rule(),
                rejection.value(),
                rejection.reason(),
                base64(rejection.json().getBytes(StandardCharsets.UTF_8)),
                rejection.jsonBytes());
    }

    /** The refused bytes as far as they were kept. */
    public byte[] payload() {
        return Base64.getDecoder().decode(payloadBase64);
    }

    private static String base64(byte[] payload) {
        byte[] kept = payload.length <= MAX_PAYLOAD_BYTES ? payload : Arrays.copyOf(payload, MAX_PAYLOAD_BYTES);
        return Base64.getEncoder().encodeToString(kept);
    }
}
