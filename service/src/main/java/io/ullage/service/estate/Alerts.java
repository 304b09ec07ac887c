package io.ullage.service.estate;

import io.ullage.service.store.StoreSessions;
import java.sql.SQLException;
import java.util.List;

/** Alerts, of the whole estate: one rule may fire for several tenants' volumes at once, so none of them sees any. */
public final class Alerts {
    private static final String URGENT = " ORDER BY indexOf(['CRITICAL', 'WARNING', 'INFO'], severity), starts_at DESC, fingerprint";

    private final StoreSessions store;

    public Alerts(StoreSessions store) {
        this.store = store;
    }

    /** What fires now, the most severe and newest first; what a silence holds back is among them. */
    public List<AlertEntry> firing(Scope scope, int limit) throws SQLException {
        return read("SELECT " + AlertEntry.COLUMNS + " FROM alert_latest WHERE state = 'FIRING'" + URGENT, scope, limit);
    }

    /** What has resolved, the newest first. */
    public List<AlertEntry> resolved(Scope scope, int limit) throws SQLException {
        return read(
                "SELECT " + AlertEntry.COLUMNS + " FROM alert_history WHERE state = 'RESOLVED' ORDER BY ends_at DESC, fingerprint",
                scope,
                limit);
    }

    /** What fires for an entity now. */
    public List<AlertEntry> firingFor(String entityId, Scope scope) throws SQLException {
        return read(
                "SELECT " + AlertEntry.COLUMNS + " FROM alert_latest WHERE state = 'FIRING' AND has(entities, ?)" + URGENT,
                scope,
                100,
                entityId);
    }

    private List<AlertEntry> read(String sql, Scope scope, int limit, Object... parameters) throws SQLException {
        if (!scope.isEverything()) {
            return List.of();
        }
        return store.read(sql + " LIMIT " + limit, parameters).rows().stream()
                .map(row -> AlertEntry.of(new Fields(row)))
                .toList();
    }
}
