package io.ullage.service.estate;

import io.ullage.service.store.StoreSessions;
import java.sql.SQLException;
import java.util.List;

/** The newest forecasts. Of a tenant's scope those of the tenant: how full a pool is says what others have. */
public final class Forecasts {
    private static final String SOONEST =
            " ORDER BY full_p50_seconds IS NULL, full_p50_seconds, full_p10_seconds IS NULL, full_p10_seconds, entity_id, subject";

    private final StoreSessions store;

    public Forecasts(StoreSessions store) {
        this.store = store;
    }

    /** What is full first comes first, then what may be, then the rest by id. */
    public List<ForecastEntry> all(Scope scope) throws SQLException {
        String sql = "SELECT * FROM forecast_latest WHERE ";
        return scope.tenant() == null
                ? read(sql + "subject != 'TENANT'" + SOONEST)
                : read(sql + "subject = 'TENANT' AND tenant = ?" + SOONEST, scope.tenant());
    }

    /** Of a pool: its room and, where that is a room of its own, its metadata's. Empty in the scope of a tenant. */
    public List<ForecastEntry> ofPool(String poolId, Scope scope) throws SQLException {
        return scope.isEverything()
                ? read("SELECT * FROM forecast_latest WHERE subject != 'TENANT' AND pool_id = ?" + SOONEST, poolId)
                : List.of();
    }

    private List<ForecastEntry> read(String sql, Object... parameters) throws SQLException {
        return store.read(sql, parameters).rows().stream()
                .map(row -> ForecastEntry.of(new Fields(row)))
                .toList();
    }
}
