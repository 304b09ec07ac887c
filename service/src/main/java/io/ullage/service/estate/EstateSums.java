package io.ullage.service.estate;

import io.ullage.service.store.StoreSessions;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The estate as one line, now and day by day. */
public final class EstateSums {
    private static final String ALL =
            "SELECT *, (SELECT count() FROM pool_latest) AS pools FROM estate_latest WHERE volumes > 0";
    private static final String OF_TENANT = "SELECT * FROM tenant_latest WHERE tenant = ?";
    private static final String ACTS = "countIf(state = 'OPEN' AND effect = 'RETURNS') AS acts,"
            + " sumIf(best_bytes, state = 'OPEN' AND effect = 'RETURNS') AS best,"
            + " sumIf(low_bytes, state = 'OPEN' AND effect = 'RETURNS') AS low,"
            + " sumIf(high_bytes, state = 'OPEN' AND effect = 'RETURNS') AS high";
    private static final String FIRING = "countIf(state = 'FIRING' AND severity = 'CRITICAL') AS critical,"
            + " countIf(state = 'FIRING' AND severity = 'WARNING') AS warning";
    private static final String CLASSES = " AS snapshot_bytes, %1$s(live_bytes) AS live_bytes,"
            + " %1$s(claimed_bytes) AS claimed_bytes, %1$s(dead_bytes) AS dead_bytes,"
            + " %1$s(stranded_bytes) AS stranded_bytes, %1$s(zeroed_bytes) AS zeroed_bytes,"
            + " %1$s(reserved_bytes) AS reserved_bytes, %1$s(ullage_bytes) AS ullage_bytes,"
            + " %1$s(unseen_bytes) AS unseen_bytes";
    private static final String FIGURES = "%1$s(provisioned_bytes) AS provisioned_bytes,"
            + " %1$s(allocated_bytes) AS allocated_bytes, %1$s(guest_live_bytes) AS guest_live_bytes,"
            + " %1$s(snapshot_bytes)" + CLASSES;
    /** A sum over rows of the same day; {@code any} where there is one. */
    private static final String SUMMED = "SELECT day, sum(volumes) AS volumes, " + FIGURES.formatted("sum");

    private static final String OWNED_DAYS = " AND arrayExists(span -> span.1 = ifNull(machine_id, '')"
            + " AND (span.4 OR day > toDate(span.2)) AND day < toDate(span.3), (SELECT groupArray((machine_id, since,"
            + " until, first)) FROM owner_span WHERE tenant = ?))";

    private final StoreSessions store;

    public EstateSums(StoreSessions store) {
        this.store = store;
    }

    /** Empty while nothing was read. */
    public Optional<EstateTotals> latest(Scope scope) throws SQLException {
        Optional<Row> disks = disks(scope);
        if (disks.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(EstateTotals.of(
                disks.get(), total(Collection.RECOMMENDATIONS, scope, ACTS), total(Collection.ALERTS, scope, FIRING)));
    }

    /** The same without what there is to do about them, which takes longer to find out. */
    public Optional<Row> disks(Scope scope) throws SQLException {
        String tenant = scope.tenant();
        List<Row> rows = tenant == null ? read(ALL) : read(OF_TENANT, tenant);
        return rows.stream().findFirst();
    }

    private Row total(Collection collection, Scope scope, String aggregates) throws SQLException {
        return new Row(collection.definition().in(scope).orElseThrow().total(store, aggregates));
    }

    /** A row per day with what there was on average, the oldest first. */
    public List<Row> days(int days, Scope scope) throws SQLException {
        String tenant = scope.tenant();
        return tenant == null
                ? read(SUMMED + " FROM estate_daily WHERE day > today() - ? GROUP BY day ORDER BY day", days)
                : read(
                        SUMMED + " FROM tenant_daily WHERE day > today() - ? AND tenant = ? GROUP BY day ORDER BY day",
                        days,
                        tenant);
    }

    /** As {@link #days}, of one pool; for a tenant of its part, without what is of the pool as a whole. */
    public List<Row> daysOfPool(String poolId, int days, Scope scope) throws SQLException {
        String tenant = scope.tenant();
        return tenant == null
                ? read(
                        "SELECT day, volumes, " + FIGURES.formatted("")
                                + ", capacity_bytes, used_bytes, used_bytes_max,"
                                + " metadata_capacity_bytes, metadata_used_bytes"
                                + " FROM pool_daily WHERE day > today() - ? AND pool_id = ? ORDER BY day",
                        days,
                        poolId)
                : read(
                        SUMMED + " FROM tenant_pool_daily WHERE day > today() - ? AND pool_id = ? AND tenant = ?"
                                + " GROUP BY day ORDER BY day",
                        days,
                        poolId,
                        tenant);
    }

    /** As {@link #days}, of one volume; for a tenant of the days that were theirs as a whole. */
    public List<Row> daysOfVolume(String volumeId, int days, Scope scope) throws SQLException {
        String tenant = scope.tenant();
        String sql = "SELECT day, " + FIGURES.formatted("") + ", dead_low_bytes, dead_high_bytes, utilisation_ratio"
                + " FROM volume_daily WHERE day > today() - ? AND volume_id = ?";
        return tenant == null
                ? read(sql + " ORDER BY day", days, volumeId)
                : read(sql + OWNED_DAYS + " ORDER BY day", days, volumeId, tenant);
    }

    private List<Row> read(String sql, Object... parameters) throws SQLException {
        return store.read(sql, parameters).rows().stream().map(Row::new).toList();
    }
}
