package io.ullage.service.recommend;

import io.ullage.job.growth.GrowthEstimator;
import io.ullage.job.growth.Removal;
import io.ullage.schema.telemetry.Report;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import io.ullage.service.clickhouse.ClickHouseExtension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What removing snapshots and overlays returns, by the job's own estimator, into the table that the job writes. */
final class GrowthRows {
    private GrowthRows() {}

    static void insert(ClickHouseExtension store, Report report, Instant time) throws SQLException {
        Map<String, VolumeReading> volumes = new HashMap<>();
        report.readings().forEach(reading -> {
            if (reading instanceof VolumeReading volume) {
                volumes.put(volume.volumeId(), volume);
            }
        });
        for (VolumeReading volume : volumes.values()) {
            VolumeReading parent = volume.parentVolumeId() == null ? null : volumes.get(volume.parentVolumeId());
            if (parent != null) {
                insert(
                        store,
                        time,
                        volume.volumeId(),
                        parent.volumeId(),
                        volume.poolId(),
                        volume.name(),
                        "OVERLAY",
                        null,
                        GrowthEstimator.commit(volume, parent));
            }
        }
        for (Object reading : report.readings()) {
            if (reading instanceof SnapshotReading snapshot && volumes.containsKey(snapshot.volumeId())) {
                insert(
                        store,
                        time,
                        snapshot.snapshotId(),
                        snapshot.volumeId(),
                        snapshot.poolId(),
                        snapshot.name(),
                        snapshot.snapshotKind().name(),
                        snapshot.withOlderBytes(),
                        GrowthEstimator.deletion(snapshot, volumes.get(snapshot.volumeId())));
            }
        }
    }

    private static void insert(
            ClickHouseExtension store,
            Instant time,
            String id,
            String volumeId,
            String poolId,
            String name,
            String kind,
            @Nullable Long withOlder,
            Removal removal)
            throws SQLException {
        try (Connection connection = store.jdbc();
                PreparedStatement row = connection.prepareStatement(
                        "INSERT INTO snapshot_growth (interval_start, revision, time, snapshot_id, volume_id, chain_id, pool_id, name,"
                                + " snapshot_kind, trend, with_older_bytes, returned_bytes, returned_low_bytes, returned_high_bytes,"
                                + " room_high_bytes, fits) VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, 'NOT_ENOUGH_HISTORY', ?, ?, ?, ?, ?, 'YES')")) {
            row.setObject(1, time);
            row.setObject(2, time);
            row.setString(3, id);
            row.setString(4, volumeId);
            row.setString(5, volumeId);
            row.setString(6, poolId);
            row.setString(7, name);
            row.setString(8, kind);
            if (withOlder == null) {
                row.setNull(9, Types.BIGINT);
            } else {
                row.setLong(9, withOlder);
            }
            row.setLong(10, Objects.requireNonNull(removal.returned()).bestBytes());
            row.setLong(11, removal.returned().lowBytes());
            row.setLong(12, removal.returned().highBytes());
            row.setLong(13, Objects.requireNonNull(removal.room()).highBytes());
            row.executeUpdate();
        }
    }
}
