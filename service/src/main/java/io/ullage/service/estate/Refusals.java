package io.ullage.service.estate;

import io.ullage.service.store.StoreSessions;
import java.sql.SQLException;

/** What of the reports of agents could not be taken. */
public final class Refusals {
    private final StoreSessions store;

    public Refusals(StoreSessions store) {
        this.store = store;
    }

    /**
     * Of the two days up to the newest message: {@code malformedReports} that nobody could read and {@code rejectedReadings} of others,
     * {@code since}, and, if there are any, {@code lastRefused} and {@code lastReason}.
     */
    public Row latest() throws SQLException {
        return new Row(store.read("SELECT * FROM ingest_refused").rows().get(0));
    }
}
