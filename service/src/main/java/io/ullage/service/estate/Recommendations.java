package io.ullage.service.estate;

import io.ullage.service.store.StoreSessions;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Recommendations as they stand. A tenant sees those about its own machines. */
public final class Recommendations {
    private static final String FROM = "recommendation_latest";

    private final StoreSessions store;

    public Recommendations(StoreSessions store) {
        this.store = store;
    }

    /** @throws io.ullage.schema.InvalidFieldException if {@code after} is not of this order */
    public Page<RecommendationEntry> page(RecommendationQuery query, Scope scope) throws SQLException {
        return chosen(query, scope)
                .page(
                        store,
                        query.sort().key(),
                        query.descending(),
                        "id",
                        query.limit(),
                        query.after(),
                        RecommendationEntry::of);
    }

    /** Over all pages. */
    public RecommendationTotals totals(RecommendationQuery query, Scope scope) throws SQLException {
        return RecommendationTotals.of(new Fields(chosen(query, scope).total(store, RecommendationTotals.AGGREGATES)));
    }

    /** Empty as well for one that is outside of the scope. */
    public Optional<RecommendationEntry> byId(String id, Scope scope) throws SQLException {
        return read(scoped(scope).where("id = ?", id), 1).stream().findFirst();
    }

    /** What concerns a volume, its snapshots and overlays: what stands first, then what is over. */
    public List<RecommendationEntry> ofVolume(String volumeId, Scope scope) throws SQLException {
        return read(
                scoped(scope).where("target_id = ? OR has(claim_volumes, ?)", volumeId, volumeId),
                RecommendationQuery.MOST);
    }

    private List<RecommendationEntry> read(Listed listed, int limit) throws SQLException {
        return listed.page(
                        store, RecommendationSort.BYTES.key(), true, "id", limit, null, RecommendationEntry::of)
                .items();
    }

    private static Listed scoped(Scope scope) {
        return new Listed(RecommendationEntry.COLUMNS, FROM).whereGiven("tenant = ?", scope.tenant());
    }

    private static Listed chosen(RecommendationQuery query, Scope scope) {
        return scoped(scope)
                .whereGiven("tenant = ?", query.tenant())
                .whereGiven("rule = ?", query.rule())
                .whereGiven("state = ?", query.state() == null ? null : query.state().name())
                .whereGiven("pool_id = ?", query.poolId())
                .containing(query.text(), "target_name", "target_id", "id");
    }
}
