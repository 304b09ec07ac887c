package io.ullage.service.console;

import static io.ullage.service.estate.Collection.FORECASTS;

import io.ullage.schema.ledger.Ledger;
import io.ullage.service.console.Together.Answer;
import io.ullage.service.estate.PoolEntry;
import io.ullage.service.estate.Row;
import io.ullage.service.estate.RowQuery;
import io.ullage.service.estate.Scope;
import io.ullage.service.estate.VolumeEntry;
import io.ullage.service.estate.VolumeQuery;
import io.ullage.service.web.NotFoundException;
import java.sql.SQLException;
import java.util.List;

/**
 * One pool.
 *
 * @param room how full it was, day by day; none in the scope of a tenant
 * @param days the ledger of its volumes
 * @param volumes those with most to bring back
 */
record PoolPage(
        PoolEntry pool,
        List<PoolDay> room,
        List<LedgerDay> days,
        List<ForecastEntry> forecasts,
        List<VolumeEntry> volumes,
        List<RecommendationEntry> recommendations,
        Returned open,
        List<AlertEntry> firing) {
    private static final int DAYS = 180;
    private static final int MOST = 10;

    static PoolPage of(Pages pages, String id, Scope scope) throws SQLException {
        RowQuery best = OverviewPage.open(MOST).with("pool", id);
        Answer<List<Row>> days = pages.ask(() -> pages.sums().daysOfPool(id, DAYS, scope));
        Answer<List<ForecastEntry>> forecasts =
                pages.first(RowQuery.first(FORECASTS, MOST).with("pool", id), scope, ForecastEntry::of);
        Answer<List<VolumeEntry>> volumes = pages.ask(() ->
                pages.volumes().page(VolumeQuery.first(MOST).inPool(id), scope).items());
        Answer<List<RecommendationEntry>> recommendations = pages.first(best, scope, RecommendationEntry::of);
        Answer<Returned> open =
                pages.ask(() -> Returned.of(pages.recommendations().sums(best, scope)));
        Answer<List<AlertEntry>> firing = pages.first(VolumePage.firingFor(id), scope, AlertEntry::of);
        PoolEntry pool = pages.pools().byId(id, scope).orElseThrow(() -> new NotFoundException("pool", id));
        return new PoolPage(
                pool,
                scope.isEverything() ? days.get().stream().map(PoolDay::of).toList() : List.of(),
                days.get().stream().map(LedgerDay::of).toList(),
                forecasts.get(),
                volumes.get(),
                recommendations.get(),
                open.get(),
                firing.get());
    }

    /** Best figure of what is backed and not held. */
    static long reclaimableBytes(Ledger ledger) {
        return ledger.dead().bestBytes()
                + ledger.stranded().bestBytes()
                + ledger.zeroed().bestBytes()
                + ledger.reserved().bestBytes();
    }

    String name() {
        String name = pool.name();
        return name == null ? pool.poolId() : name;
    }
}
