package io.ullage.service.console;

import io.ullage.schema.ledger.LedgerClass;
import io.ullage.service.console.Together.Answer;
import io.ullage.service.estate.Page;
import io.ullage.service.estate.PoolEntry;
import io.ullage.service.estate.PoolQuery;
import io.ullage.service.estate.PoolSort;
import io.ullage.service.estate.Scope;
import io.ullage.service.estate.VolumeEntry;
import io.ullage.service.estate.VolumeQuery;
import io.ullage.service.estate.VolumeSort;
import io.ullage.service.estate.VolumeTotals;
import io.ullage.service.web.Links;
import io.ullage.service.web.ListParameters;
import io.ullage.service.web.Parameters;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Volumes, searched, filtered and in order.
 *
 * @param list its columns and the address of this choice
 * @param pools to choose from
 */
record VolumesPage(
        VolumeQuery query, Page<VolumeEntry> volumes, VolumeTotals totals, List<PoolEntry> pools, Sorted<VolumeSort> list) {
    static final List<String> UTILISATIONS = List.of("0.1", "0.2", "0.3", "0.5");

    private static final int POOLS = 500;

    static VolumesPage of(Pages pages, Parameters parameters, Scope scope) throws SQLException {
        VolumeQuery query = ListParameters.volumes(parameters);
        Answer<VolumeTotals> totals =
                pages.together().ask(() -> pages.volumes().totals(query, scope));
        Answer<List<PoolEntry>> pools = pages.together()
                .ask(() -> pages.pools()
                        .page(new PoolQuery(null, null, PoolSort.NAME, false, POOLS, null), scope)
                        .items());
        return new VolumesPage(
                query,
                pages.volumes().page(query, scope),
                totals.get(),
                pools.get(),
                new Sorted<>(address(query), query.sort(), query.descending(), VolumeSort::descendingByDefault));
    }

    private static Address address(VolumeQuery query) {
        LedgerClass having = query.having();
        return Address.of(Links.VOLUMES)
                .with(ListParameters.SEARCH, query.text())
                .with("pool", query.poolId())
                .with("tenant", query.tenant())
                .with("class", having == null ? null : Parameters.word(having))
                .with("min-utilisation", ratio(query.minUtilisation()))
                .with("max-utilisation", ratio(query.maxUtilisation()))
                .with(ListParameters.LIMIT, query.limit() == 50 ? null : String.valueOf(query.limit()));
    }

    private static @Nullable String ratio(@Nullable Double ratio) {
        return ratio == null ? null : String.valueOf(ratio);
    }

    boolean isFiltered() {
        return query.text() != null
                || query.poolId() != null
                || query.tenant() != null
                || query.having() != null
                || query.minUtilisation() != null
                || query.maxUtilisation() != null;
    }

    boolean isAtMost(String ratio) {
        return query.maxUtilisation() != null && query.maxUtilisation() == Double.parseDouble(ratio);
    }

    /** For people; its id where it has none or is not among those to choose from. */
    String poolName(String poolId) {
        return pools.stream()
                .filter(pool -> pool.poolId().equals(poolId))
                .findFirst()
                .map(PoolEntry::name)
                .orElse(poolId);
    }

    /** Best figure of what is backed and not held. */
    static long reclaimableBytes(VolumeEntry volume) {
        return volume.ledger().dead().bestBytes()
                + volume.ledger().stranded().bestBytes()
                + volume.ledger().zeroed().bestBytes()
                + volume.ledger().reserved().bestBytes();
    }

    /** Absent on the first page. */
    @Nullable String first() {
        return query.after() == null ? null : list.address().toString();
    }

    @Nullable String next() {
        String after = volumes.next();
        return after == null ? null : list.address().with(ListParameters.AFTER, after).toString();
    }
}
