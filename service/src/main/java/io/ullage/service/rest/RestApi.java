package io.ullage.service.rest;

import io.ullage.service.estate.Pools;
import io.ullage.service.estate.Volumes;
import io.ullage.service.web.Call;
import io.ullage.service.web.Links;
import io.ullage.service.web.ListParameters;
import io.ullage.service.web.NotFoundException;
import io.ullage.service.web.Route;
import io.ullage.service.web.Served;
import io.ullage.service.web.WebPart;
import java.sql.SQLException;
import java.util.List;

/** {@code /api/v1}. */
public final class RestApi implements WebPart {
    private final Volumes volumes;
    private final Pools pools;

    public RestApi(Served served) {
        this.volumes = new Volumes(served.sessions());
        this.pools = new Pools(served.sessions());
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(Links.API + "/volumes", this::volumes),
                Route.get(Links.API + "/volumes/{id}", this::volume),
                Route.get(Links.API + "/pools", this::pools),
                Route.get(Links.API + "/pools/{id}", this::pool));
    }

    private void volumes(Call call) throws SQLException {
        Answers.page(call, volumes.page(ListParameters.volumes(call.parameters()), call.scope()));
    }

    private void volume(Call call) throws SQLException {
        call.parameters().check();
        String id = call.id("id");
        Answers.one(call, volumes.byId(id, call.scope()).orElseThrow(() -> new NotFoundException("volume", id)));
    }

    private void pools(Call call) throws SQLException {
        Answers.page(call, pools.page(ListParameters.pools(call.parameters()), call.scope()));
    }

    private void pool(Call call) throws SQLException {
        call.parameters().check();
        String id = call.id("id");
        Answers.one(call, pools.byId(id, call.scope()).orElseThrow(() -> new NotFoundException("pool", id)));
    }
}
