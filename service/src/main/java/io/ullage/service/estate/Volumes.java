package io.ullage.service.estate;

import io.ullage.service.store.StoreSessions;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Volumes as last read. */
public final class Volumes {
    private static final String FROM = "volume_owned";

    /** The view looks at each host for what it reads no longer: for one volume one host is enough. */
    private static final String OF_ITS_HOST =
            "host_id IN (SELECT host_id FROM ledger_newest FINAL WHERE volume_id = ?)";

    private final StoreSessions store;

    public Volumes(StoreSessions store) {
        this.store = store;
    }

    /** @throws io.ullage.schema.InvalidFieldException if {@code after} is not of this order */
    public Page<VolumeEntry> page(VolumeQuery query, Scope scope) throws SQLException {
        return chosen(query, scope)
                .page(
                        store,
                        query.sort().key(),
                        query.descending(),
                        "volume_id",
                        query.limit(),
                        query.after(),
                        VolumeEntry::of);
    }

    /** Over all pages. */
    public VolumeTotals totals(VolumeQuery query, Scope scope) throws SQLException {
        Map<String, Object> row = chosen(query, scope).total(store, VolumeTotals.AGGREGATES);
        return VolumeTotals.of(new Row(row));
    }

    /** Empty as well for a volume that is outside of the scope. */
    public Optional<VolumeEntry> byId(String volumeId, Scope scope) throws SQLException {
        Listed listed = new Listed("*", FROM)
                .where("volume_id = ?", volumeId)
                .where(OF_ITS_HOST, volumeId)
                .whereGiven("tenant = ?", scope.tenant());
        return listed.rows(store, 1).stream().findFirst().map(row -> VolumeEntry.of(new Row(row)));
    }

    /** Whose there are any; none in the scope of a tenant, who knows of no other. */
    public List<String> tenants(Scope scope) throws SQLException {
        return Tenants.of(FROM, store, scope);
    }

    private static Listed chosen(VolumeQuery query, Scope scope) {
        Listed listed = new Listed("*", FROM)
                .whereGiven("tenant = ?", scope.tenant())
                .whereGiven("tenant = ?", query.tenant())
                .whereGiven("pool_id = ?", query.poolId())
                .whereGiven("utilisation_ratio >= ?", query.minUtilisation())
                .whereGiven("utilisation_ratio <= ?", query.maxUtilisation())
                .containing(query.text(), "name", "volume_id", "path", "machine_name", "cost_centre");
        return query.having() == null
                ? listed
                : listed.where(query.having().name().toLowerCase(Locale.ROOT) + "_bytes > 0");
    }
}
