package io.ullage.service.cli;

import io.ullage.service.chargeback.Bills;
import io.ullage.service.console.Console;
import io.ullage.service.rest.RestApi;
import io.ullage.service.web.Served;
import io.ullage.service.web.WebPart;
import java.util.List;

/** What {@code ullage up} and {@code ullage console} serve. Each package offers its own. */
final class Pages {
    static final List<WebPart.Factory> ALL = List.of(Pages::of);

    private Pages() {}

    private static List<WebPart> of(Served served) {
        Bills bills = new Bills(served.reader(), served.dataDirectory(), served.clock());
        return List.of(new Console(served, bills), new RestApi(served, bills));
    }
}
