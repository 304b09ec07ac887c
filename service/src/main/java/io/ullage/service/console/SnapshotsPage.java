package io.ullage.service.console;

import static io.ullage.service.estate.Collection.SNAPSHOTS;

import io.ullage.service.console.Together.Answer;
import io.ullage.service.estate.PoolEntry;
import io.ullage.service.estate.RowQuery;
import io.ullage.service.estate.Scope;
import io.ullage.service.web.Links;
import io.ullage.service.web.ListParameters;
import io.ullage.service.web.Parameters;
import java.sql.SQLException;
import java.util.List;

/** Snapshots and overlays, filtered and in order. */
record SnapshotsPage(Listed<SnapshotEntry> list, List<PoolEntry> pools) {
    static final List<String> KINDS = List.of("internal", "overlay", "pool");
    static final List<String> FITS = List.of("yes", "perhaps", "no");

    static SnapshotsPage of(Pages pages, Parameters parameters, Scope scope) throws SQLException {
        RowQuery query = ListParameters.rows(SNAPSHOTS, parameters);
        Answer<List<PoolEntry>> pools = pages.poolChoices(scope);
        return new SnapshotsPage(
                pages.listed(query, SnapshotEntry.COLUMNS, scope, Links.SNAPSHOTS, SnapshotEntry::of), pools.get());
    }
}
