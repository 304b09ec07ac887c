package io.ullage.service.estate;

import io.ullage.service.store.StoreSessions;
import java.sql.SQLException;
import java.util.List;

/** Tenants to choose from. */
final class Tenants {
    private static final int MOST = 500;

    private Tenants() {}

    /** Those with a row in the view, by name; none in the scope of a tenant, who knows of no other. */
    static List<String> of(String view, StoreSessions store, Scope scope) throws SQLException {
        if (!scope.isEverything()) {
            return List.of();
        }
        String sql = "SELECT DISTINCT assumeNotNull(tenant) AS tenant FROM " + view
                + " WHERE tenant IS NOT NULL ORDER BY tenant LIMIT " + MOST;
        return store.read(sql).rows().stream()
                .map(row -> new Row(row).text("tenant"))
                .toList();
    }
}
