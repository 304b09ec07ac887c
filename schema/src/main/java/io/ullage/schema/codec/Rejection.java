package io.ullage.schema.codec;

/**
 * A reading that was left out of a report because it is wrong.
 *
 * @param index in the list of readings as it was sent
 * @param path of the wrong field, such as {@code readings[3].provisionedBytes}
 * @param field its last name, such as {@code provisionedBytes}
 * @param rule in words, such as {@code must not be negative}
 * @param value as text, shortened
 * @param json the whole reading as JSON in ASCII, cut after {@link #MAX_JSON_BYTES}
 * @param jsonBytes length of the whole reading as JSON
 */
public record Rejection(int index, String path, String field, String rule, String value, String json, long jsonBytes) {
    /** Longest {@code json} kept. */
    public static final int MAX_JSON_BYTES = 16 << 10;

    /** One line for people. */
    public String reason() {
        return path + ": " + rule + ", was " + value;
    }
}
