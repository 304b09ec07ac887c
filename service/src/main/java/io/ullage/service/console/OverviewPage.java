package io.ullage.service.console;

import io.ullage.service.console.Together.Answer;
import io.ullage.service.estate.AlertEntry;
import io.ullage.service.estate.EstateEntry;
import io.ullage.service.estate.ForecastEntry;
import io.ullage.service.estate.LedgerDay;
import io.ullage.service.estate.RecommendationEntry;
import io.ullage.service.estate.RecommendationQuery;
import io.ullage.service.estate.RecommendationTotals;
import io.ullage.service.estate.Scope;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The estate on one page.
 *
 * @param estate absent where nothing was read yet
 * @param full pools by when they are full, those of which that can be said
 * @param actions the open recommendations that return most
 * @param firing the most severe alerts
 */
record OverviewPage(
        @Nullable EstateEntry estate,
        List<LedgerDay> days,
        FullRange full,
        List<RecommendationEntry> actions,
        RecommendationTotals open,
        List<AlertEntry> firing) {
    private static final int DAYS = 90;
    private static final int ACTIONS = 8;
    private static final int FIRING = 6;

    static OverviewPage of(Pages pages, Scope scope) throws SQLException {
        RecommendationQuery best = RecommendationQuery.best(ACTIONS);
        Answer<List<LedgerDay>> days = pages.together().ask(() -> pages.history().estateDays(scope, DAYS));
        Answer<List<ForecastEntry>> forecasts =
                pages.together().ask(() -> pages.forecasts().all(scope));
        Answer<List<RecommendationEntry>> actions = pages.together()
                .ask(() -> pages.recommendations().page(best, scope).items());
        Answer<RecommendationTotals> open =
                pages.together().ask(() -> pages.recommendations().totals(best, scope));
        Answer<List<AlertEntry>> firing = pages.together().ask(() -> pages.alerts().firing(scope, FIRING));
        return new OverviewPage(
                pages.history().estate(scope).orElse(null),
                days.get(),
                FullRange.of(forecasts.get()),
                actions.get(),
                open.get(),
                firing.get());
    }
}
