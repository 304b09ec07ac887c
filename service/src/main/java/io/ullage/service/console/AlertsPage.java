package io.ullage.service.console;

import static io.ullage.service.estate.Collection.ALERTS;
import static io.ullage.service.estate.Collection.ALERT_HISTORY;

import io.ullage.service.estate.RowQuery;
import io.ullage.service.estate.Scope;
import io.ullage.service.web.Links;
import io.ullage.service.web.ListParameters;
import io.ullage.service.web.Parameters;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Alerts as they were told last, or every firing of them: what fires, and what has resolved. */
record AlertsPage(Listed<AlertEntry> list) {
    static final List<String> SEVERITIES = List.of("critical", "warning", "info");

    private static final String STATE = "state";
    private static final String FINGERPRINT = "fingerprint";

    static AlertsPage latest(Pages pages, Parameters parameters, Scope scope) throws SQLException {
        RowQuery query = ListParameters.rows(ALERTS, parameters);
        return new AlertsPage(pages.listed(query, scope, Links.ALERTS, AlertEntry::of));
    }

    static AlertsPage history(Pages pages, Parameters parameters, Scope scope) throws SQLException {
        RowQuery query = ListParameters.rows(ALERT_HISTORY, parameters);
        return new AlertsPage(pages.listed(query, scope, Links.ALERT_HISTORY, AlertEntry::of));
    }

    boolean isHistory() {
        return list.query().collection() == ALERT_HISTORY;
    }

    /** The same filters, of another state; {@code all} for both. */
    String in(String state) {
        return list.address().with(STATE, state.equals("all") ? null : state).toString();
    }

    boolean isIn(String state) {
        String chosen = list.filter(STATE);
        return chosen == null ? state.equals("all") : chosen.equalsIgnoreCase(state);
    }

    /** The firings of one alert. */
    static String firingsOf(AlertEntry alert) {
        return Address.of(Links.ALERT_HISTORY)
                .with(FINGERPRINT, alert.fingerprint())
                .toString();
    }

    /** Whose firings alone are listed; absent for all. */
    @Nullable
    String fingerprint() {
        return isHistory() ? list.filter(FINGERPRINT) : null;
    }
}
