package io.ullage.service.console;

import static io.ullage.service.estate.Collection.ALERTS;

import io.ullage.service.estate.RowQuery;
import io.ullage.service.estate.Scope;
import io.ullage.service.web.Links;
import io.ullage.service.web.ListParameters;
import io.ullage.service.web.Parameters;
import java.sql.SQLException;
import java.util.List;

/** Alerts as they were told last: what fires, and what has resolved. */
record AlertsPage(Listed<AlertEntry> list) {
    static final List<String> SEVERITIES = List.of("critical", "warning", "info");

    static AlertsPage of(Pages pages, Parameters parameters, Scope scope) throws SQLException {
        RowQuery query = ListParameters.rows(ALERTS, parameters);
        return new AlertsPage(pages.listed(query, scope, Links.ALERTS, AlertEntry::of));
    }

    /** The same filters, of another state; {@code all} for both. */
    String in(String state) {
        return list.address().with("state", state.equals("all") ? null : state).toString();
    }

    boolean isIn(String state) {
        String chosen = list.filter("state");
        return chosen == null ? state.equals("all") : chosen.equalsIgnoreCase(state);
    }
}
