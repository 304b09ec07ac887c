package io.ullage.schema.codec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.ullage.schema.telemetry.Reading;
import java.util.Arrays;
import java.util.List;

/** The kinds of readings by their names on the wire, as {@link Reading} declares them. */
final class ReadingKind {
    private static final List<String> NAMES = Arrays.stream(
                    Reading.class.getAnnotation(JsonSubTypes.class).value())
            .map(JsonSubTypes.Type::name)
            .toList();

    private ReadingKind() {}

    static List<String> names() {
        return NAMES;
    }
}
