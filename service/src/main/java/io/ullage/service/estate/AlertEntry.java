package io.ullage.service.estate;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A firing of an alert rule.
 *
 * @param startsAt time of the reading with which it fired
 * @param endsAt when it resolved; absent while it fires
 * @param end why it resolved, such as CLEARED or GONE
 * @param severity INFO, WARNING or CRITICAL
 * @param watch what the rule looks at, such as {@code volume} or {@code pool}
 * @param entities ids of what it fires for, twenty at most
 * @param valueUnit UCUM code of the values
 * @param silencedBy comment of the silence that holds it back
 */
public record AlertEntry(
        String fingerprint,
        Instant startsAt,
        @Nullable Instant endsAt,
        @Nullable String end,
        String severity,
        String rule,
        String summary,
        String watch,
        List<String> entities,
        long entityCount,
        @Nullable String valueExpression,
        @Nullable String valueUnit,
        @Nullable Double valueLow,
        @Nullable Double valueBest,
        @Nullable Double valueHigh,
        @Nullable String silencedBy) {
    static final String COLUMNS = "fingerprint, starts_at, ends_at, end, severity, rule, summary, watch, entities,"
            + " entity_count, value_expression, value_unit, value_low, value_best, value_high, silenced_by";

    public AlertEntry {
        entities = List.copyOf(entities);
    }

    static AlertEntry of(Fields row) {
        return new AlertEntry(
                row.text("fingerprint"),
                row.time("startsAt"),
                row.optionalTime("endsAt"),
                row.optionalText("end"),
                row.text("severity"),
                row.text("rule"),
                row.text("summary"),
                row.text("watch"),
                row.texts("entities"),
                row.number("entityCount"),
                row.optionalText("valueExpression"),
                row.optionalText("valueUnit"),
                row.optionalRatio("valueLow"),
                row.optionalRatio("valueBest"),
                row.optionalRatio("valueHigh"),
                row.optionalText("silencedBy"));
    }

    public boolean isFiring() {
        return endsAt == null;
    }
}
