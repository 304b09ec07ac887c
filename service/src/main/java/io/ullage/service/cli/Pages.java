package io.ullage.service.cli;

import io.ullage.service.console.Console;
import io.ullage.service.rest.RestApi;
import io.ullage.service.web.WebPart;
import java.util.List;

/** What {@code ullage up} and {@code ullage console} serve. Each package offers its own. */
final class Pages {
    static final List<WebPart.Factory> ALL = List.of(Console::new, RestApi::new);

    private Pages() {}
}
