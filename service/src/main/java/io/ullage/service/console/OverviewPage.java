package io.ullage.service.console;

import static io.ullage.service.estate.Collection.ALERTS;
import static io.ullage.service.estate.Collection.FORECASTS;
import static io.ullage.service.estate.Collection.RECOMMENDATIONS;

import io.ullage.service.console.Together.Answer;
import io.ullage.service.estate.Row;
import io.ullage.service.estate.RowQuery;
import io.ullage.service.estate.Scope;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The estate on one page.
 *
 * @param estate all disks that machines see, or those of a tenant; absent where nothing was read yet
 * @param full pools by when they are full, those of which that can be said
 * @param actions the open recommendations that return most
 * @param firing the most severe alerts
 */
record OverviewPage(
        @Nullable Row estate,
        List<LedgerDay> days,
        FullRange full,
        List<ActEntry> actions,
        Returned open,
        List<AlertEntry> firing) {
    private static final int DAYS = 90;
    private static final int ACTIONS = 8;
    private static final int FIRING = 6;
    private static final int FORECAST_ROWS = 200;

    static OverviewPage of(Pages pages, Scope scope) throws SQLException {
        RowQuery best = open(ACTIONS);
        Answer<List<Row>> days = pages.ask(() -> pages.sums().days(DAYS, scope));
        Answer<List<ForecastEntry>> forecasts = pages.first(FORECASTS, FORECAST_ROWS, scope, ForecastEntry::of);
        Answer<List<ActEntry>> actions = pages.ask(() -> pages.recommendations().brief(best, scope).stream()
                .map(ActEntry::of)
                .toList());
        Answer<Returned> open =
                pages.ask(() -> Returned.of(pages.recommendations().sums(best, scope)));
        Answer<List<AlertEntry>> firing =
                pages.first(RowQuery.first(ALERTS, FIRING).with("state", "firing"), scope, AlertEntry::of);
        return new OverviewPage(
                pages.sums().disks(scope).orElse(null),
                days.get().stream().map(LedgerDay::of).toList(),
                FullRange.of(forecasts.get()),
                actions.get(),
                open.get(),
                firing.get());
    }

    /** What is open and returns bytes, what returns most first. */
    static RowQuery open(int most) {
        return RowQuery.first(RECOMMENDATIONS, most).with("state", "open").with("effect", "returns");
    }
}
