package io.ullage.schema;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules that records check in their compact constructors. Each throws {@link InvalidFieldException}. */
public final class Require {
    /** Longest name, path or identifier that a message may carry, in characters. */
    public static final int MAX_TEXT = 4096;

    /** Longest name of a tag, in characters. */
    public static final int MAX_TAG_NAME = 256;

    /** Largest ratio that a message may carry. */
    public static final int MAX_RATIO = 1_000_000;

    private Require() {}

    public static String text(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new InvalidFieldException(field, "must not be empty", String.valueOf(value));
        }
        return writable(field, value);
    }

    /** May be empty, as the name of a snapshot may. */
    public static String textOrEmpty(String field, @Nullable String value) {
        return writable(field, present(field, value));
    }

    public static @Nullable String optionalText(String field, @Nullable String value) {
        return value == null ? null : text(field, value);
    }

    public static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw new InvalidFieldException(field, "must be present", "null");
        }
        return value;
    }

    public static long notNegative(String field, long value) {
        if (value < 0) {
            throw new InvalidFieldException(field, "must not be negative", value);
        }
        return value;
    }

    public static @Nullable Long optionalNotNegative(String field, @Nullable Long value) {
        return value == null ? null : notNegative(field, value);
    }

    /** More than nothing; in bounds that no array exceeds, so that what is not a number is refused with what is absurd. */
    public static @Nullable Double optionalPositiveRatio(String field, @Nullable Double value) {
        if (value != null && !(value > 0 && value <= MAX_RATIO)) {
            throw new InvalidFieldException(field, "must be more than 0 and at most " + MAX_RATIO, value.toString());
        }
        return value;
    }

    public static long positive(String field, long value) {
        if (value <= 0) {
            throw new InvalidFieldException(field, "must be positive", value);
        }
        return value;
    }

    public static long between(String field, long value, long low, long high) {
        if (value < low || value > high) {
            throw new InvalidFieldException(field, "must be from " + low + " to " + high, value);
        }
        return value;
    }

    /** An immutable copy; an absent list is an empty one. */
    public static <T> List<T> list(String field, @Nullable List<T> value) {
        if (value == null) {
            return List.of();
        }
        if (value.stream().anyMatch(element -> element == null)) {
            throw new InvalidFieldException(field, "must not hold null", value);
        }
        return List.copyOf(value);
    }

    /** An immutable copy; an absent list is an empty one. */
    public static List<String> texts(String field, @Nullable List<String> value) {
        List<String> texts = list(field, value);
        texts.forEach(text -> text(field, text));
        return texts;
    }

    /** An immutable copy; an absent map is an empty one. */
    public static Map<String, String> tags(String field, @Nullable Map<String, String> value) {
        if (value == null) {
            return Map.of();
        }
        value.forEach((name, text) -> {
            text(field, name);
            if (name.length() > MAX_TAG_NAME) {
                throw new InvalidFieldException(
                        field, "must have names of at most " + MAX_TAG_NAME + " characters", name);
            }
            textOrEmpty(field, text);
        });
        return Map.copyOf(value);
    }

    private static String writable(String field, String value) {
        if (value.length() > MAX_TEXT) {
            throw new InvalidFieldException(field, "must have at most " + MAX_TEXT + " characters", value.length());
        }
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i)) && !pairAt(value, i++)) {
                throw new InvalidFieldException(
                        field, "must be Unicode, without half a surrogate pair", i + ". character");
            }
        }
        return value;
    }

    private static boolean pairAt(String value, int index) {
        return index + 1 < value.length() && Character.isSurrogatePair(value.charAt(index), value.charAt(index + 1));
    }
}
