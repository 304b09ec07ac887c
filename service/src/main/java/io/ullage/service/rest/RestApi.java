package io.ullage.service.rest;

import io.ullage.service.chargeback.Bills;
import io.ullage.service.estate.Collection;
import io.ullage.service.estate.EstateSums;
import io.ullage.service.estate.Guests;
import io.ullage.service.estate.PoolEntry;
import io.ullage.service.estate.Pools;
import io.ullage.service.estate.Refusals;
import io.ullage.service.estate.Rows;
import io.ullage.service.estate.VolumeEntry;
import io.ullage.service.estate.VolumeQuery;
import io.ullage.service.estate.Volumes;
import io.ullage.service.web.Audience;
import io.ullage.service.web.Call;
import io.ullage.service.web.Links;
import io.ullage.service.web.ListParameters;
import io.ullage.service.web.NotFoundException;
import io.ullage.service.web.Route;
import io.ullage.service.web.Served;
import io.ullage.service.web.WebPart;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** {@code /api/v1}: reading. {@link RestActs} says what becomes of recommendations, {@link RestBills} what a month costs. */
public final class RestApi implements WebPart {
    private final Volumes volumes;
    private final Pools pools;
    private final Rows rows;
    private final EstateSums sums;
    private final Guests guests;
    private final Refusals refusals;
    private final Bills bills;
    private final List<Route> more = new ArrayList<>();

    /** @param bills closed with it */
    public RestApi(Served served, Bills bills) {
        this.volumes = new Volumes(served.sessions());
        this.pools = new Pools(served.sessions());
        this.rows = new Rows(served.sessions());
        this.sums = new EstateSums(served.sessions());
        this.guests = new Guests(served.sessions());
        this.refusals = new Refusals(served.sessions());
        this.bills = bills;
        more.addAll(new RestActs(served).routes());
        more.addAll(new RestBills(served, bills).routes());
        more.addAll(OpenApi.routes());
    }

    @Override
    public void close() {
        bills.close();
    }

    @Override
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>(List.of(
                get("/estate", this::estate),
                get(
                        "/estate/history",
                        call -> Answers.items(call, sums.days(ListParameters.days(call.parameters()), call.scope()))),
                get(
                        "/pools",
                        call -> Answers.page(call, pools.page(ListParameters.pools(call.parameters()), call.scope()))),
                get("/pools/{id}", call -> Answers.one(call, pool(call))),
                get(
                        "/pools/{id}/history",
                        call -> Answers.items(
                                call,
                                sums.daysOfPool(
                                        pool(call).poolId(), ListParameters.days(call.parameters()), call.scope()))),
                get(
                        "/volumes",
                        call -> Answers.page(
                                call, volumes.page(ListParameters.volumes(call.parameters()), call.scope()))),
                get("/volumes/totals", this::volumeTotals),
                get("/volumes/{id}", call -> Answers.one(call, volume(call))),
                get(
                        "/volumes/{id}/history",
                        call -> Answers.items(
                                call,
                                sums.daysOfVolume(
                                        volume(call).volumeId(),
                                        ListParameters.days(call.parameters()),
                                        call.scope()))),
                get("/volumes/{id}/guest", call -> Answers.one(call, guests.of(volume(call)))),
                get("/volumes/{id}/snapshots", call -> ofVolume(call, Collection.SNAPSHOTS)),
                get("/volumes/{id}/recommendations", call -> ofVolume(call, Collection.RECOMMENDATIONS)),
                get("/recommendations", call -> list(call, Collection.RECOMMENDATIONS)),
                get("/savings", call -> list(call, Collection.SAVINGS)),
                get("/savings/acts", call -> list(call, Collection.SAVINGS_EACH)),
                get("/snapshots", call -> list(call, Collection.SNAPSHOTS)),
                get("/alerts", call -> list(call, Collection.ALERTS)),
                get("/alerts/history", call -> list(call, Collection.ALERT_HISTORY)),
                get("/forecasts", call -> list(call, Collection.FORECASTS)),
                ofEstate("/sources", Collection.SOURCES),
                ofEstate("/sources/collectors", Collection.COLLECTORS),
                ofEstate("/sources/unmatched", Collection.UNMATCHED),
                get("/sources/refused", this::refused).forAudience(Audience.ESTATE),
                ofEstate("/dedup", Collection.DEDUP),
                ofEstate("/dedup/volumes", Collection.DEDUP_VOLUMES)));
        routes.addAll(more);
        return List.copyOf(routes);
    }

    private static Route get(String path, Route.Handler handler) {
        return Route.get(Links.API + path, handler);
    }

    private Route ofEstate(String path, Collection collection) {
        return get(path, call -> list(call, collection)).forAudience(Audience.ESTATE);
    }

    private void list(Call call, Collection collection) throws SQLException {
        Answers.page(call, rows.page(ListParameters.rows(collection, call.parameters()), call.scope()));
    }

    private void ofVolume(Call call, Collection collection) throws SQLException {
        String id = volume(call).volumeId();
        Answers.page(
                call,
                rows.page(ListParameters.rows(collection, call.parameters()).with("volume", id), call.scope()));
    }

    private void estate(Call call) throws SQLException {
        call.parameters().check();
        Answers.one(call, sums.latest(call.scope()).orElseThrow(() -> new NotFoundException("Nothing was read yet.")));
    }

    private void refused(Call call) throws SQLException {
        call.parameters().check();
        Answers.one(call, refusals.latest());
    }

    private void volumeTotals(Call call) throws SQLException {
        VolumeQuery query = ListParameters.volumes(call.parameters());
        Answers.one(call, volumes.totals(query, call.scope()));
    }

    private VolumeEntry volume(Call call) throws SQLException {
        String id = call.id("id");
        return volumes.byId(id, call.scope()).orElseThrow(() -> new NotFoundException("volume", id));
    }

    private PoolEntry pool(Call call) throws SQLException {
        String id = call.id("id");
        return pools.byId(id, call.scope()).orElseThrow(() -> new NotFoundException("pool", id));
    }
}
