package io.ullage.service.estate;

import io.ullage.service.store.StoreSessions;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The estate as a whole, and ledgers day by day. */
public final class LedgerHistory {
    private static final String DAY = "day, live_bytes, claimed_bytes, dead_bytes, stranded_bytes, zeroed_bytes, reserved_bytes,"
            + " ullage_bytes, unseen_bytes, allocated_bytes, guest_live_bytes";

    /** Costs a sum over the tenant's volumes; the days of tenants are in the store by cost centre. */
    private static final String TENANT_TOTALS = """
            SELECT max(interval_start) AS interval_start, sum(volumes) AS volumes, sum(allocated_bytes) AS allocated_bytes,
              sum(volumes_without_allocated) AS volumes_without_allocated, sum(guest_live_bytes) AS guest_live_bytes,
              sum(volumes_without_guest_live) AS volumes_without_guest_live, sum(snapshot_bytes) AS snapshot_bytes,
              sum(provisioned_bytes) AS provisioned_bytes, sum(live_bytes) AS live_bytes,
              sum(claimed_bytes) AS claimed_bytes, sum(dead_bytes) AS dead_bytes, sum(stranded_bytes) AS stranded_bytes,
              sum(zeroed_bytes) AS zeroed_bytes, sum(reserved_bytes) AS reserved_bytes,
              sum(ullage_bytes) AS ullage_bytes, sum(unseen_bytes) AS unseen_bytes,
              sum(live_low_bytes) AS live_low_bytes, sum(live_high_bytes) AS live_high_bytes,
              sum(dead_low_bytes) AS dead_low_bytes, sum(dead_high_bytes) AS dead_high_bytes,
              sum(stranded_low_bytes) AS stranded_low_bytes, sum(stranded_high_bytes) AS stranded_high_bytes,
              sum(zeroed_low_bytes) AS zeroed_low_bytes, sum(zeroed_high_bytes) AS zeroed_high_bytes,
              sum(reserved_low_bytes) AS reserved_low_bytes, sum(reserved_high_bytes) AS reserved_high_bytes,
              CAST(NULL, 'Nullable(Float64)') AS utilisation_ratio
            FROM tenant_pool_latest WHERE tenant = ? HAVING volumes > 0""";

    private final StoreSessions store;

    public LedgerHistory(StoreSessions store) {
        this.store = store;
    }

    /** Empty where no disk was read yet. */
    public Optional<EstateEntry> estate(Scope scope) throws SQLException {
        String totals = scope.isEverything() ? "SELECT * FROM estate_latest" : TENANT_TOTALS;
        Object[] parameters = scope.tenant() == null ? new Object[0] : new Object[] {scope.tenant()};
        return store.read("SELECT *, 'BOUNDED' AS method FROM (" + totals + ")", parameters).rows().stream()
                .findFirst()
                .map(row -> EstateEntry.of(new Fields(row)));
    }

    /** The newest days of the estate, the oldest of them first. */
    public List<LedgerDay> estateDays(Scope scope, int days) throws SQLException {
        return scope.isEverything()
                ? days("estate_daily", null, null, days)
                : days("(" + sums("tenant_daily") + ")", "tenant", scope.tenant(), days);
    }

    /** Of what the scope has in a pool. */
    public List<LedgerDay> poolDays(String poolId, Scope scope, int days) throws SQLException {
        return scope.isEverything()
                ? days("pool_daily", "pool_id", poolId, days)
                : read(
                        "SELECT " + DAY + " FROM (" + sums("tenant_pool_daily")
                                + ") WHERE tenant = ? AND pool_id = ? ORDER BY day DESC LIMIT " + days,
                        scope.tenant(),
                        poolId);
    }

    /** Of a volume that the caller may see. */
    public List<LedgerDay> volumeDays(String volumeId, int days) throws SQLException {
        return days("volume_daily", "volume_id", volumeId, days);
    }

    private List<LedgerDay> days(String view, @Nullable String column, @Nullable String value, int days)
            throws SQLException {
        String where = column == null ? "" : " WHERE " + column + " = ?";
        String sql = "SELECT " + DAY + " FROM " + view + where + " ORDER BY day DESC LIMIT " + days;
        return value == null ? read(sql) : read(sql, value);
    }

    /** Of a tenant over its cost centres. */
    private static String sums(String view) {
        boolean pools = view.equals("tenant_pool_daily");
        return """
                SELECT day, tenant, %s sum(t.live_bytes) AS live_bytes, sum(t.claimed_bytes) AS claimed_bytes,
                  sum(t.dead_bytes) AS dead_bytes, sum(t.stranded_bytes) AS stranded_bytes,
                  sum(t.zeroed_bytes) AS zeroed_bytes, sum(t.reserved_bytes) AS reserved_bytes,
                  sum(t.ullage_bytes) AS ullage_bytes, sum(t.unseen_bytes) AS unseen_bytes,
                  sum(t.allocated_bytes) AS allocated_bytes, sum(t.guest_live_bytes) AS guest_live_bytes
                FROM %s AS t GROUP BY day, tenant%s""".formatted(
                        pools ? "pool_id," : "", view, pools ? ", pool_id" : "");
    }

    private List<LedgerDay> read(String sql, @Nullable Object... parameters) throws SQLException {
        List<LedgerDay> newestFirst = store.read(sql, parameters).rows().stream()
                .map(row -> LedgerDay.of(new Fields(row)))
                .toList();
        return java.util.stream.IntStream.range(0, newestFirst.size())
                .mapToObj(i -> newestFirst.get(newestFirst.size() - 1 - i))
                .toList();
    }
}
