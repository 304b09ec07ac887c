package io.ullage.job.row;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A column and where its value comes from.
 *
 * @param value gives {@code String}, {@code List<String>}, {@code Map<String, String>}, {@code Boolean}, {@code Number}, {@code Instant} or an
 *     enum, as the type wants
 */
public record Column<R>(String name, ColumnType type, Value<R> value) implements Serializable {
    /** Reads a column's value from a row. */
    @FunctionalInterface
    public interface Value<R> extends Serializable {
        @Nullable
        Object of(R row);
    }
}
