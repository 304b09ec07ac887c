package io.ullage.service.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When pools are full, as ranges of days.
 *
 * @param rows those that are full first, of those that are full or may be within what was looked ahead
 * @param more how many of these there are besides
 * @param notFilling how many are not
 * @param notEnoughHistory how many were read too few days to say
 */
record FullRange(List<Row> rows, long more, long notFilling, long notEnoughHistory) {
    /** A chart of more is no longer looked at. */
    private static final int MOST = 20;

    private static final String NOT_ENOUGH = "NOT_ENOUGH_HISTORY";

    /** One range. Where an end of it lies beyond what was looked ahead, the end of that is drawn and {@code text} says so. */
    record Row(ForecastEntry forecast, String name, End p10, End p50, End p90) {}

    /** @param days from the forecast on; absent where nobody can say */
    record End(@Nullable Double days, String text) {}

    FullRange {
        rows = List.copyOf(rows);
    }

    /** @param forecasts in the order in which they are full */
    static FullRange of(List<ForecastEntry> forecasts) {
        List<ForecastEntry> filling =
                forecasts.stream().filter(one -> one.fullP10Seconds() != null).toList();
        return new FullRange(
                filling.stream()
                        .limit(MOST)
                        .map(one -> row(one, isNameShared(one, forecasts)))
                        .toList(),
                Math.max(0, filling.size() - MOST),
                forecasts.stream()
                        .filter(one ->
                                one.fullP10Seconds() == null && !one.verdict().equals(NOT_ENOUGH))
                        .count(),
                forecasts.stream()
                        .filter(one -> one.verdict().equals(NOT_ENOUGH))
                        .count());
    }

    private static boolean isNameShared(ForecastEntry one, List<ForecastEntry> all) {
        return all.stream()
                        .filter(other -> other.name().equals(one.name()))
                        .map(ForecastEntry::entityId)
                        .distinct()
                        .count()
                > 1;
    }

    /** By its id where another one is called the same. */
    private static Row row(ForecastEntry one, boolean nameShared) {
        String name = nameShared ? one.entityId() : one.name();
        Long horizon = one.horizonSeconds();
        return new Row(
                one,
                one.subject().equals("METADATA") ? name + " (metadata)" : name,
                end(one.fullP10Seconds(), horizon),
                end(one.fullP50Seconds(), horizon),
                end(one.fullP90Seconds(), horizon));
    }

    static End end(@Nullable Long seconds, @Nullable Long horizonSeconds) {
        if (seconds != null) {
            return new End(Format.days(seconds), text(seconds));
        }
        return horizonSeconds == null
                ? new End(null, "–")
                : new End(Format.days(horizonSeconds), "beyond " + text(horizonSeconds));
    }

    private static String text(long seconds) {
        long days = Math.round(seconds / 86_400.0);
        return seconds < 86_400 ? "less than a day" : Format.count(days, "day", "days");
    }
}
