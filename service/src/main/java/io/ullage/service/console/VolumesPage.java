package io.ullage.service.console;

import io.ullage.schema.ledger.LedgerClass;
import io.ullage.service.console.Together.Answer;
import io.ullage.service.estate.Page;
import io.ullage.service.estate.PoolEntry;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Volumes, searched, filtered and in order.
 *
 * @param list its columns and the address of this choice
 * @param pools to choose from
 * @param tenants to choose from; none for who sees one only
 */
record VolumesPage(
        VolumeQuery query,
        Page<VolumeEntry> volumes,
        VolumeTotals totals,
        List<PoolEntry> pools,
        List<String> tenants,
        Sorted list) {
    static final List<String> UTILISATIONS = List.of("0.1", "0.2", "0.3", "0.5");

    static VolumesPage of(Pages pages, Parameters parameters, Scope scope) throws SQLException {
        VolumeQuery query = ListParameters.volumes(parameters);
        Answer<VolumeTotals> totals = pages.ask(() -> pages.volumes().totals(query, scope));
        Answer<List<PoolEntry>> pools = pages.poolChoices(scope);
        Answer<List<String>> tenants = pages.ask(() -> pages.volumes().tenants(scope));
        return new VolumesPage(
                query,
                pages.volumes().page(query, scope),
                totals.get(),
                pools.get(),
                tenants.get(),
                new Sorted(
                        address(query),
                        Parameters.word(query.sort()),
                        query.descending(),
                        VolumesPage::descendingFirst));
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

    /** Absent on the first page. */
    @Nullable
    String first() {
        return query.after() == null ? null : list.address().toString();
    }

    @Nullable
    String next() {
        return list.page(volumes.next());
    }

    private static boolean descendingFirst(String word) {
        return Stream.of(VolumeSort.values())
                .anyMatch(sort -> Parameters.word(sort).equals(word) && sort.descendingByDefault());
    }
}
