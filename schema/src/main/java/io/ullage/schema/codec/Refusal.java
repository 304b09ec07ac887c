package io.ullage.schema.codec;

import java.nio.charset.StandardCharsets;
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

    /** A path may hold names that the sender chose. */
    private static final int PATH_CHARACTERS = 200;

    Refusal {
        path = path == null ? null : shortened(path, PATH_CHARACTERS);
        value = shortened(value, SHOWN_CHARACTERS);
    }

    static Refusal ofBytes(String rule, String value) {
        return new Refusal(null, rule, value);
    }

    /** The same below another path: {@code readings[3]} and {@code name} give {@code readings[3].name}. */
    Refusal under(String parent) {
        return new Refusal(path == null ? parent : parent + "." + path, rule, value);
    }

    static String shortened(String text) {
        return shortened(text, SHOWN_CHARACTERS);
    }

    /** What is left can be written as UTF-8: half a surrogate pair becomes a question mark. */
    private static String shortened(String text, int most) {
        String kept = text.length() <= most ? text : text.substring(0, most) + "…";
        return new String(kept.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** Last name of a path: {@code readings[3].ledger.deadBytes} gives {@code deadBytes}. */
    static String fieldOf(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
