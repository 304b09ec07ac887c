package io.ullage.schema.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.telemetry.Reading;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in our words what Jackson found wrong with a value. */
final class Refusals {
    private static final String ABSENT = "absent";

    private Refusals() {}

    /**
     * The refusal that this failure stands for; empty where it is not about a value: the bytes themselves cannot be read on.
     *
     * @param root what was read, with its path relative to that
     */
    static Optional<Refusal> of(JsonMappingException failure, Class<?> root) {
        String path = path(failure);
        Throwable cause = failure.getCause();
        if (cause instanceof InvalidFieldException broken) {
            String field = Refusal.fieldOf(broken.field());
            return Optional.of(new Refusal(path == null ? field : path + "." + field, broken.rule(), broken.value()));
        }
        if (cause instanceof InputCoercionException overflow) {
            return Optional.of(of(overflow, path, root));
        }
        if (failure instanceof InvalidTypeIdException unknown) {
            String kind = path == null ? "kind" : path + ".kind";
            String value = unknown.getTypeId() == null ? ABSENT : unknown.getTypeId();
            return Optional.of(new Refusal(kind, "must be one of " + ReadingKind.names(), value));
        }
        if (failure instanceof InvalidFormatException wrong) {
            return Optional.of(new Refusal(path, rule(wrong.getTargetType(), root), shown(wrong.getValue())));
        }
        if (failure instanceof MismatchedInputException mismatch && cause == null) {
            return Optional.of(mismatch(mismatch, path, root));
        }
        return Optional.empty();
    }

    /** A number that does not fit. */
    static Refusal of(InputCoercionException overflow, @Nullable String path, Class<?> root) {
        return new Refusal(path, rule(overflow.getTargetType(), root), shown(overflow.getProcessor()));
    }

    private static Refusal mismatch(MismatchedInputException mismatch, @Nullable String path, Class<?> root) {
        Object processor = mismatch.getProcessor();
        JsonParser parser = processor instanceof JsonParser p ? p : null;
        JsonToken token = parser == null ? null : parser.currentToken();
        if (token == JsonToken.END_OBJECT) {
            return new Refusal(path, "must be present", ABSENT);
        }
        if (token == JsonToken.VALUE_NULL) {
            return new Refusal(path, "must be present", "null");
        }
        return new Refusal(path, rule(mismatch.getTargetType(), root), shown(parser));
    }

    private static String rule(@Nullable Class<?> target, Class<?> root) {
        Class<?> type = target == null ? root : target;
        if (type == long.class || type == Long.class) {
            return "must be an integer of at most 64 bits";
        }
        if (type == int.class || type == Integer.class) {
            return "must be an integer of at most 32 bits";
        }
        if (type == double.class || type == Double.class) {
            return "must be a number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "must be true or false";
        }
        if (type == String.class) {
            return "must be a string";
        }
        if (type == Instant.class) {
            return MessageTime.RULE;
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", "must be one of [", "]"));
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "must be a list";
        }
        if (Map.class.isAssignableFrom(type) || type.isRecord() || type == Reading.class) {
            return "must be an object";
        }
        return "must be a " + type.getSimpleName();
    }

    private static String shown(@Nullable Object value) {
        return value instanceof String text ? "\"" + Refusal.shortened(text) + "\"" : String.valueOf(value);
    }

    /** The value that the parser stands on. */
    static String shown(@Nullable JsonParser parser) {
        JsonToken token = parser == null ? null : parser.currentToken();
        if (parser == null || token == null) {
            return ABSENT;
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_EMBEDDED_OBJECT -> "bytes";
            default -> text(parser);
        };
    }

    private static String text(JsonParser parser) {
        try {
            String text = parser.getText();
            return parser.currentToken() == JsonToken.VALUE_STRING ? shown((Object) text) : String.valueOf(text);
        } catch (IOException e) {
            // The value cannot even be shown: its bytes are broken, which the reader finds out next.
            return "unreadable";
        }
    }

    private static @Nullable String path(JsonMappingException failure) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.isEmpty() ? null : path.toString();
    }
}
