package io.ullage.service.forecast;

import io.ullage.schema.forecast.Forecast;
import io.ullage.service.output.Column;
import io.ullage.service.output.Listing;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns of forecasts. */
final class ForecastListing {
    private static final double DAY_SECONDS = 86_400;

    private ForecastListing() {}

    /**
     * A line.
     *
     * @param scenario {@code AS_IS} or {@code WHAT_IF}
     */
    record Line(String scenario, Forecast forecast) {}

    /** @param scenarios whether lines differ by their scenario */
    static Listing<Line> of(boolean scenarios) {
        List<Column<Line>> columns = new ArrayList<>();
        columns.add(text("name", Forecast::name));
        columns.add(text("subject", forecast -> forecast.subject().name()).titled("OF"));
        Column<Line> scenario = Column.text("scenario", Line::scenario);
        columns.add(scenarios ? scenario : scenario.notTabled());
        columns.add(text("entityId", Forecast::entityId).notTabled());
        columns.add(bytes("usedBytes", Forecast::usedBytes));
        columns.add(bytes("capacityBytes", Forecast::capacityBytes));
        columns.add(Column.<Line>ratio("overcommitRatio", line -> overcommit(line.forecast))
                .titled("OVERCOMMIT"));
        columns.add(bytes("provisionedBytes", Forecast::provisionedBytes).notTabled());
        columns.add(bytes("neededBytes", Forecast::neededBytes).tabledWhereItFits());
        columns.add(bytes("missingBytes", Forecast::missingBytes));
        columns.add(perDay("growthDayBytes", Forecast::growthBytesPerSecond).titled("A DAY"));
        columns.add(perDay("growthDayLowBytes", Forecast::growthLowBytesPerSecond)
                .titled("LOW")
                .tabledWhereItFits());
        columns.add(perDay("growthDayHighBytes", Forecast::growthHighBytesPerSecond)
                .titled("HIGH")
                .tabledWhereItFits());
        full(columns, "P10", Forecast::fullP10Seconds);
        full(columns, "P50", Forecast::fullP50Seconds);
        full(columns, "P90", Forecast::fullP90Seconds);
        columns.add(text("verdict", forecast -> forecast.verdict().name()));
        columns.add(text("missing", Forecast::missing).tabledWhereItFits());
        columns.add(bytes("monthP10Bytes", Forecast::monthP10Bytes).notTabled());
        columns.add(bytes("monthP50Bytes", Forecast::monthP50Bytes).notTabled());
        columns.add(bytes("monthP90Bytes", Forecast::monthP90Bytes).notTabled());
        columns.add(bytes("quarterP10Bytes", Forecast::quarterP10Bytes).notTabled());
        columns.add(bytes("quarterP50Bytes", Forecast::quarterP50Bytes).notTabled());
        columns.add(bytes("quarterP90Bytes", Forecast::quarterP90Bytes).notTabled());
        columns.add(count("horizonSeconds", Forecast::horizonSeconds).notTabled());
        columns.add(count("historySeconds", Forecast::historySeconds).notTabled());
        columns.add(Column.<Line>time("time", line -> line.forecast.time()).notTabled());
        return new Listing<>(columns);
    }

    /** Days and date for people, seconds for programs. */
    private static void full(List<Column<Line>> columns, String quantile, Function<Forecast, @Nullable Long> seconds) {
        columns.add(text("full" + quantile + "Days", forecast -> days(seconds.apply(forecast)))
                .titled(quantile + " DAYS"));
        columns.add(text("full" + quantile + "Date", forecast -> date(forecast.time(), seconds.apply(forecast)))
                .titled(quantile + " DATE")
                .tabledWhereItFits());
        columns.add(count("full" + quantile + "Seconds", seconds).notTabled());
    }

    private static @Nullable String days(@Nullable Long seconds) {
        return seconds == null ? null : String.format(Locale.ROOT, "%.1f", seconds / DAY_SECONDS);
    }

    private static @Nullable String date(Instant time, @Nullable Long seconds) {
        return seconds == null
                ? null
                : time.plusSeconds(seconds)
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate()
                        .toString();
    }

    private static @Nullable Double overcommit(Forecast forecast) {
        Long provisioned = forecast.provisionedBytes();
        Long capacity = forecast.capacityBytes();
        return provisioned == null || capacity == null || capacity == 0 ? null : (double) provisioned / capacity;
    }

    private static Column<Line> text(String name, Function<Forecast, @Nullable String> value) {
        return Column.text(name, line -> value.apply(line.forecast));
    }

    private static Column<Line> bytes(String name, Function<Forecast, @Nullable Long> value) {
        return Column.bytes(name, line -> value.apply(line.forecast));
    }

    private static Column<Line> count(String name, Function<Forecast, @Nullable Long> value) {
        return Column.count(name, line -> value.apply(line.forecast));
    }

    private static Column<Line> perDay(String name, Function<Forecast, @Nullable Double> bytesPerSecond) {
        return Column.bytes(name, line -> {
            Double rate = bytesPerSecond.apply(line.forecast);
            return rate == null ? null : Math.round(rate * DAY_SECONDS);
        });
    }
}
