package io.ullage.job.row;

import static io.ullage.job.row.ColumnType.DATE_TIME_MILLIS;
import static io.ullage.job.row.ColumnType.NULLABLE_DATE_TIME_MILLIS;
import static io.ullage.job.row.ColumnType.NULLABLE_FLOAT64;
import static io.ullage.job.row.ColumnType.NULLABLE_STRING;
import static io.ullage.job.row.ColumnType.STRING;
import static io.ullage.job.row.ColumnType.STRINGS;
import static io.ullage.job.row.ColumnType.STRING_MAP;
import static io.ullage.job.row.ColumnType.UINT64;

import io.ullage.schema.alert.AlertValue;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the alert operators write. */
public final class AlertTables {
    public static final Table<AlertRow> ALERT = new Table<>("alert", AlertRow.class)
            .with("fingerprint", STRING, row -> row.alert().fingerprint())
            .with("starts_at", DATE_TIME_MILLIS, row -> row.alert().startsAt())
            .with("revision", UINT64, AlertRow::revision)
            .with("time", DATE_TIME_MILLIS, row -> row.alert().time())
            .with("ends_at", NULLABLE_DATE_TIME_MILLIS, row -> row.alert().endsAt())
            .with("state", STRING, row -> row.alert().state())
            .with("end", NULLABLE_STRING, row -> row.alert().end())
            .with("rule", STRING, row -> row.alert().rule())
            .with("severity", STRING, row -> row.alert().severity())
            .with("watch", STRING, row -> row.alert().watch())
            .with("entities", STRINGS, row -> row.alert().entities())
            .with("entity_count", UINT64, row -> row.alert().entityCount())
            // Sorted, so that the same alert gives the same bytes in every JVM.
            .with("labels", STRING_MAP, row -> new TreeMap<>(row.alert().labels()))
            .with("annotations", STRING_MAP, row -> new TreeMap<>(row.alert().annotations()))
            .with("value_expression", NULLABLE_STRING, row -> value(row, AlertValue::expression))
            .with("value_unit", NULLABLE_STRING, row -> value(row, AlertValue::unit))
            .with("value_low", NULLABLE_FLOAT64, row -> value(row, AlertValue::low))
            .with("value_best", NULLABLE_FLOAT64, row -> value(row, AlertValue::best))
            .with("value_high", NULLABLE_FLOAT64, row -> value(row, AlertValue::high))
            .with("silenced_by", NULLABLE_STRING, row -> row.alert().silencedBy());

    public static final List<Table<? extends Row>> ALL = List.of(ALERT);

    private AlertTables() {}

    private static @Nullable Object value(AlertRow row, Function<AlertValue, Object> part) {
        AlertValue value = row.alert().value();
        return value == null ? null : part.apply(value);
    }
}
