package io.ullage.service.console;

import static io.ullage.service.estate.Collection.ALERTS;
import static io.ullage.service.estate.Collection.DEDUP_VOLUMES;
import static io.ullage.service.estate.Collection.SNAPSHOTS;

import io.ullage.service.console.Together.Answer;
import io.ullage.service.estate.Row;
import io.ullage.service.estate.RowQuery;
import io.ullage.service.estate.Scope;
import io.ullage.service.estate.VolumeEntry;
import io.ullage.service.web.NotFoundException;
import java.sql.SQLException;
import java.util.List;

/**
 * One volume.
 *
 * @param snapshots of it, and overlays above it, what holds most first
 * @param fileSystems that have a part of it, as its guest sees them
 * @param dedup what it shares with others of its domain; empty without a content scan
 */
record VolumePage(
        VolumeEntry volume,
        List<LedgerDay> days,
        List<RecommendationEntry> recommendations,
        List<AlertEntry> firing,
        List<SnapshotEntry> snapshots,
        List<Row> dedup,
        List<Row> fileSystems) {
    private static final int DAYS = 180;
    private static final int MOST = 100;
    private static final String SHARED = "domain_id, method, unique_bytes, unique_low_bytes, unique_high_bytes,"
            + " attributed_bytes, attributed_low_bytes, attributed_high_bytes";

    static VolumePage of(Pages pages, String id, Scope scope) throws SQLException {
        Answer<List<Row>> days = pages.ask(() -> pages.sums().daysOfVolume(id, DAYS, scope));
        Answer<List<RecommendationEntry>> recommendations =
                pages.ask(() -> pages.recommendations().ofVolume(id, scope).stream()
                        .map(RecommendationEntry::of)
                        .toList());
        Answer<List<AlertEntry>> firing = pages.first(firingFor(id), scope, AlertEntry::of);
        Answer<List<SnapshotEntry>> snapshots = pages.first(
                RowQuery.first(SNAPSHOTS, MOST).with("volume", id), SnapshotEntry.COLUMNS, scope, SnapshotEntry::of);
        Answer<List<Row>> dedup =
                pages.first(RowQuery.first(DEDUP_VOLUMES, 1).with("volume", id), SHARED, scope, row -> row);
        // What is asked at the same time is thrown away where the volume is not of the scope.
        VolumeEntry volume = pages.volumes().byId(id, scope).orElseThrow(() -> new NotFoundException("volume", id));
        return new VolumePage(
                volume,
                days.get().stream().map(LedgerDay::of).toList(),
                recommendations.get(),
                firing.get(),
                snapshots.get(),
                dedup.get(),
                pages.guests().fileSystems(volume));
    }

    /** Alerts that fire for an entity. */
    static RowQuery firingFor(String entityId) {
        return RowQuery.first(ALERTS, MOST).with("state", "firing").with("entity", entityId);
    }
}
