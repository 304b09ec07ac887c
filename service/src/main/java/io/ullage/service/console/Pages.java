package io.ullage.service.console;

import io.ullage.service.estate.Alerts;
import io.ullage.service.estate.Forecasts;
import io.ullage.service.estate.LedgerHistory;
import io.ullage.service.estate.Pools;
import io.ullage.service.estate.Recommendations;
import io.ullage.service.estate.Volumes;
import io.ullage.service.store.StoreSessions;

/** What pages are read from. */
record Pages(
        Together together,
        LedgerHistory history,
        Pools pools,
        Volumes volumes,
        Recommendations recommendations,
        Forecasts forecasts,
        Alerts alerts) {
    static Pages of(StoreSessions store, Together together) {
        return new Pages(
                together,
                new LedgerHistory(store),
                new Pools(store),
                new Volumes(store),
                new Recommendations(store),
                new Forecasts(store),
                new Alerts(store));
    }
}
