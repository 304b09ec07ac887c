package io.ullage.service.estate;

import io.ullage.service.store.StoreSessions;
import java.sql.SQLException;
import java.util.Optional;

/** Pools as last read; for a tenant the part of each that its volumes are. */
public final class Pools {
    private final StoreSessions store;

    public Pools(StoreSessions store) {
        this.store = store;
    }

    /** @throws io.ullage.schema.InvalidFieldException if {@code after} is not of this order */
    public Page<PoolEntry> page(PoolQuery query, Scope scope) throws SQLException {
        return of(scope)
                .whereGiven("pool_kind = ?", query.kind())
                .containing(query.text(), "name", "pool_id", "path")
                .page(
                        store,
                        query.sort().key(),
                        query.descending(),
                        "pool_id",
                        query.limit(),
                        query.after(),
                        PoolEntry::of);
    }

    /** Empty as well for a pool in which the scope has nothing. */
    public Optional<PoolEntry> byId(String poolId, Scope scope) throws SQLException {
        return of(scope)
                .where("pool_id = ?", poolId)
                .page(store, PoolSort.NAME.key(), false, "pool_id", 1, null, PoolEntry::of)
                .items()
                .stream()
                .findFirst();
    }

    private static Listed of(Scope scope) {
        return scope.isEverything()
                ? new Listed("*", "pool_latest")
                : new Listed("*", "tenant_pool_latest").where("tenant = ?", String.valueOf(scope.tenant()));
    }
}
