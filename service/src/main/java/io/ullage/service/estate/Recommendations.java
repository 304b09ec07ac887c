package io.ullage.service.estate;

import io.ullage.service.store.StoreSessions;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What there is to ask of recommendations beside their list. */
public final class Recommendations {
    private static final String SUMS = "count() AS rows,"
            + " sumIf(low_bytes, %1$s) AS low, sumIf(best_bytes, %1$s) AS best, sumIf(high_bytes, %1$s) AS high,"
            + " sumIf(best_month_amount, %1$s) AS worth, groupUniqArray(2)(currency) AS currencies";
    private static final String RETURNS = "effect = 'RETURNS'";
    /** What was withdrawn, dismissed or realised may speak of bytes that another one promises now. */
    private static final String PROMISED = RETURNS + " AND state IN ('OPEN', 'ACCEPTED', 'DONE')";

    private static final String BRIEF =
            "id, rule, target_name, low_bytes, best_bytes, high_bytes, method, unprovisioned_bytes";
    private static final int MOST = 100;

    private final StoreSessions store;

    public Recommendations(StoreSessions store) {
        this.store = store;
    }

    /**
     * Over all pages of a list of them: {@code rows} counts them; {@code low}, {@code best} and {@code high} are bytes that come back,
     * of those that bring some back; {@code worth} money a month in {@code currencies}, of which two at most are told. Of all states together
     * only what is promised now is summed.
     */
    public Row sums(RowQuery query, Scope scope) throws SQLException {
        String summed = query.filters().containsKey("state") ? RETURNS : PROMISED;
        return new Row(chosen(query, scope).total(store, SUMS.formatted(summed)));
    }

    /**
     * The first page of a list of them, of each what it is about and what it returns: reasons, checks and commands make up most of what a
     * list reads.
     */
    public List<Row> brief(RowQuery query, Scope scope) throws SQLException {
        Collection.Definition definition = Collection.RECOMMENDATIONS.definition();
        return chosen(query, scope)
                .narrowed(BRIEF)
                .page(store, definition.sort(query.sort()), query.descending(), "id", query.limit(), null, row -> row)
                .items();
    }

    /** What concerns a volume: what is to be done with it, or claims bytes of it. What returns most comes first. */
    public List<Row> ofVolume(String volumeId, Scope scope) throws SQLException {
        return everything(scope)
                .where("target_id = ? OR has(claim_volumes, ?)", volumeId, volumeId)
                .page(store, Collection.RECOMMENDATIONS.definition().sort("bytes"), true, "id", MOST, null, row -> row)
                .items();
    }

    /** Whose there are any for; none in the scope of a tenant, who knows of no other. */
    public List<String> tenants(Scope scope) throws SQLException {
        return Tenants.of("recommendation_latest", store, scope);
    }

    private static Listed chosen(RowQuery query, Scope scope) {
        Collection.Definition definition = Collection.RECOMMENDATIONS.definition();
        Listed listed = everything(scope).containing(query.text(), definition.searched());
        query.filters()
                .forEach((name, value) -> listed.where(definition.filter(name).orElseThrow(), value));
        return listed;
    }

    private static Listed everything(Scope scope) {
        Optional<Listed> listed = Collection.RECOMMENDATIONS.definition().in(scope);
        return listed.orElseThrow();
    }
}
