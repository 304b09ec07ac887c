package io.ullage.service.console;

import static io.ullage.service.estate.Collection.DEDUP;
import static io.ullage.service.estate.Collection.FORECASTS;

import io.ullage.service.console.Together.Answer;
import io.ullage.service.estate.Page;
import io.ullage.service.estate.PoolEntry;
import io.ullage.service.estate.PoolQuery;
import io.ullage.service.estate.PoolSort;
import io.ullage.service.estate.Row;
import io.ullage.service.estate.Scope;
import io.ullage.service.web.Links;
import io.ullage.service.web.ListParameters;
import io.ullage.service.web.Parameters;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Pools, searched and in order.
 *
 * @param rooms when each of them is full, by its id
 * @param dedup what each domain stores after dedup; empty without a content scan, and for a tenant
 */
record PoolsPage(
        PoolQuery query,
        Page<PoolEntry> pools,
        FullRange full,
        Map<String, ForecastEntry> rooms,
        List<Row> dedup,
        Sorted list) {
    private static final int FORECAST_ROWS = 1000;
    private static final int DOMAINS = 50;

    static PoolsPage of(Pages pages, Parameters parameters, Scope scope) throws SQLException {
        PoolQuery query = ListParameters.pools(parameters);
        Answer<List<ForecastEntry>> forecasts = pages.first(FORECASTS, FORECAST_ROWS, scope, ForecastEntry::of);
        Answer<List<Row>> dedup = pages.first(DEDUP, DOMAINS, scope, row -> row);
        Page<PoolEntry> pools = pages.pools().page(query, scope);
        Map<String, ForecastEntry> rooms = forecasts.get().stream()
                .filter(one -> one.subject().equals("POOL"))
                .collect(Collectors.toMap(ForecastEntry::entityId, Function.identity(), (first, again) -> first));
        Address address = Address.of(Links.POOLS)
                .with(ListParameters.SEARCH, query.text())
                .with("kind", query.kind())
                .with(ListParameters.LIMIT, query.limit() == 50 ? null : String.valueOf(query.limit()));
        return new PoolsPage(
                query,
                pools,
                FullRange.of(forecasts.get()),
                rooms,
                dedup.get(),
                new Sorted(address, Parameters.word(query.sort()), query.descending(), PoolsPage::descendingFirst));
    }

    boolean isFiltered() {
        return query.text() != null || query.kind() != null;
    }

    /** When it is full, in words. */
    static String fullBy(ForecastEntry forecast) {
        Long likely = forecast.fullP50Seconds();
        return switch (forecast.verdict()) {
            case "FULL" -> "full";
            case "NOT_FILLING" -> "not filling";
            case "NOT_ENOUGH_HISTORY" -> "too few readings to say";
            default ->
                "in "
                        + FullRange.end(likely == null ? forecast.fullP10Seconds() : likely, forecast.horizonSeconds())
                                .text()
                        + (likely == null ? " at the earliest" : "");
        };
    }

    /** The two ends of the range, where it is one. */
    static @Nullable String fullBounds(ForecastEntry forecast) {
        return forecast.fullP10Seconds() == null
                ? null
                : FullRange.end(forecast.fullP10Seconds(), forecast.horizonSeconds())
                                .text() + " to "
                        + FullRange.end(forecast.fullP90Seconds(), forecast.horizonSeconds())
                                .text();
    }

    @Nullable
    String first() {
        return query.after() == null ? null : list.address().toString();
    }

    @Nullable
    String next() {
        return list.page(pools.next());
    }

    private static boolean descendingFirst(String word) {
        return Stream.of(PoolSort.values())
                .anyMatch(sort -> Parameters.word(sort).equals(word) && sort.descendingByDefault());
    }
}
