package io.ullage.job.clickhouse;

import io.ullage.job.row.ColumnType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as <a href="https://clickhouse.com/docs/interfaces/formats/RowBinary">RowBinary</a>: integers little-endian, strings,
 * arrays and maps after their length in LEB128, a byte before what may be null.
 */
final class RowBinary {
    private RowBinary() {}

    static void write(DataOutputSerializer out, ColumnType type, @Nullable Object value) throws IOException {
        switch (type) {
            case STRING -> string(out, present(value).toString());
            case STRINGS -> strings(out, (List<?>) present(value));
            case STRING_MAP -> stringMap(out, (Map<?, ?>) present(value));
            case BOOL -> out.write((Boolean) present(value) ? 1 : 0);
            case UINT8 -> out.write(((Number) present(value)).intValue());
            case UINT32 -> integer(out, ((Number) present(value)).intValue());
            case UINT64, INT64 -> integer(out, ((Number) present(value)).longValue());
            case FLOAT64 -> integer(out, Double.doubleToLongBits(((Number) present(value)).doubleValue()));
            case DATE_TIME -> integer(out, (int) seconds((Instant) present(value)));
            case DATE_TIME_MILLIS -> integer(out, ((Instant) present(value)).toEpochMilli());
            case NULLABLE_STRING -> nullable(out, ColumnType.STRING, value);
            case NULLABLE_BOOL -> nullable(out, ColumnType.BOOL, value);
            case NULLABLE_UINT64, NULLABLE_INT64 -> nullable(out, ColumnType.UINT64, value);
            case NULLABLE_UINT32 -> nullable(out, ColumnType.UINT32, value);
            case NULLABLE_FLOAT64 -> nullable(out, ColumnType.FLOAT64, value);
            case NULLABLE_DATE_TIME_MILLIS -> nullable(out, ColumnType.DATE_TIME_MILLIS, value);
        }
    }

    private static void nullable(DataOutputSerializer out, ColumnType type, @Nullable Object value) throws IOException {
        out.write(value == null ? 1 : 0);
        if (value != null) {
            write(out, type, value);
        }
    }

    private static Object present(@Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("a value that may not be null is null");
        }
        return value;
    }

    /** ClickHouse's {@code DateTime} is an unsigned 32-bit count. */
    private static long seconds(Instant time) {
        long seconds = time.getEpochSecond();
        if (seconds < 0 || seconds > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("a DateTime must be from 1970 to 2106, was " + time);
        }
        return seconds;
    }

    private static void strings(DataOutputSerializer out, List<?> values) throws IOException {
        length(out, values.size());
        for (Object value : values) {
            string(out, value.toString());
        }
    }

    private static void stringMap(DataOutputSerializer out, Map<?, ?> values) throws IOException {
        length(out, values.size());
        for (Map.Entry<?, ?> value : values.entrySet()) {
            string(out, value.getKey().toString());
            string(out, value.getValue().toString());
        }
    }

    private static void string(DataOutputSerializer out, String value) throws IOException {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        length(out, bytes.length);
        out.write(bytes, 0, bytes.length);
    }

    private static void length(DataOutputSerializer out, int length) throws IOException {
        int rest = length;
        while (rest >= 0x80) {
            out.write(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    /** ClickHouse wants the least byte first. */
    private static void integer(DataOutputSerializer out, int value) throws IOException {
        out.writeInt(Integer.reverseBytes(value));
    }

    private static void integer(DataOutputSerializer out, long value) throws IOException {
        out.writeLong(Long.reverseBytes(value));
    }
}
