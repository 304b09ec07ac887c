package io.ullage.schema.codec;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a message.
 *
 * @param path of the field from the message's root, such as {@code readings[3].provisionedBytes}; absent where the bytes as a whole
 *     are wrong
 * @param rule in words, such as {@code must not be negative}
 * @param value as text, shortened
 */
record Refusal(@Nullable String path, String rule, String value) {
    private static final int SHOWN_CHARACTERS = 80;

    Refusal {
        value = shortened(value);
    }

    static Refusal ofBytes(String rule, String value) {
        return new Refusal(null, rule, value);
    }

    /** The same below another path: {@code readings[3]} and {@code name} give {@code readings[3].name}. */
    Refusal under(String parent) {
        return new Refusal(path == null ? parent : parent + "." + path, rule, value);
    }

    static String shortened(String text) {
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
    }

    /** Last name of a path: {@code readings[3].ledger.deadBytes} gives {@code deadBytes}. */
    static String fieldOf(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
