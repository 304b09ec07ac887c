package io.ullage.service.console;

import io.ullage.service.estate.Row;
import io.ullage.service.web.Links;
import java.time.Duration;
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
record AlertEntry(
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
    AlertEntry {
        entities = List.copyOf(entities);
    }

    static AlertEntry of(Row row) {
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

    /** From its first reading to the one that resolved it; absent while it fires. */
    @Nullable
    Duration lasted() {
        return endsAt == null ? null : Duration.between(startsAt, endsAt);
    }

    /** What it fires for, with where to look; no link where the console has no page about it. */
    record About(String id, @Nullable String link) {}

    List<About> about(int most) {
        return entities.stream().limit(most).map(id -> new About(id, link(id))).toList();
    }

    private @Nullable String link(String id) {
        return switch (watch) {
            case "volume" -> Links.volume(id);
            case "pool", "forecast" -> Links.pool(id);
            default -> null;
        };
    }
}
