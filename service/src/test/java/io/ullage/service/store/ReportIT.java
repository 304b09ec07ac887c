package io.ullage.service.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.service.clickhouse.ClickHouseExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("clickhouse")
class ReportIT {
    private static final Instant NOW =
            Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(1));

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    @Test
    void aVolumeAsLastReadWithBoundsAndWithoutWhatIsNotKnown() throws Exception {
        volume("v1", NOW.minusSeconds(300), 9, 1000, 100, 100, 20);
        volume("v1", NOW, 1, 1000, 300, 200, 50);
        volume("v1", NOW, 2, 1000, 156, 400, 50);
        ReportRows report = Report.VOLUMES.read(clickHouse.connection());
        assertThat(report.rows()).hasSize(1);
        Map<String, Object> volume = report.rows().get(0);
        assertThat(volume)
                .containsEntry("volumeId", "v1")
                .containsEntry("intervalStart", NOW)
                .containsEntry("provisionedBytes", 1000L)
                .containsEntry("liveBytes", 156L)
                .containsEntry("deadBytes", 400L)
                .containsEntry("deadLowBytes", 350L)
                .containsEntry("deadHighBytes", 400L)
                .containsEntry("utilisationRatio", 0.156)
                .containsEntry("anomalies", List.of("a < b"))
                .containsEntry("inUse", false)
                .doesNotContainKeys("writtenBytes", "matchRule", "revision");
        assertThat(report.columns()).contains("writtenBytes", "matchRule").doesNotContain("revision");
        assertThat(volume.keySet()).isSubsetOf(report.columns());
    }

    @Test
    void aLateReadingOfAnEarlierIntervalIsNotTheLatest() throws Exception {
        volume("v1", NOW, 1, 1000, 300, 200, 0);
        volume("v1", NOW.minusSeconds(300), 99, 1000, 1, 1, 0);
        assertThat(Report.VOLUMES.read(clickHouse.connection()).rows())
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("liveBytes", 300L));
    }

    @Test
    void aVolumeThatItsHostReadsNoMoreIsGone() throws Exception {
        volume("deleted", NOW.minus(Duration.ofHours(2)), 1, 5000, 1, 1, 0);
        volume("kept", NOW, 1, 1000, 156, 400, 50);
        assertThat(Report.VOLUMES.read(clickHouse.connection()).rows())
                .extracting(row -> row.get("volumeId"))
                .containsExactly("kept");
        assertThat(Report.ESTATE.read(clickHouse.connection()).rows())
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("volumes", 1L)
                        .containsEntry("provisionedBytes", 1000L)
                        .containsEntry("deadLowBytes", 350L)
                        .containsEntry("volumesWithoutWritten", 1L)
                        .containsEntry("utilisationRatio", 0.156)
                        .doesNotContainKey("writtenBytes"));
    }

    @Test
    void aVolumeHasTheNewestOwnerOfItsMachineAndNoneWhereNobodySaid() throws Exception {
        volume("v1", NOW, 1, 1000, 156, 400, 50, "m1");
        volume("v2", NOW, 1, 1000, 156, 300, 50, "m2");
        volume("v3", NOW, 1, 1000, 156, 200, 50, "m3");
        volume("v4", NOW, 1, 1000, 156, 100, 50);
        inventory("m1", NOW.minusSeconds(900), NOW, 5, "before", "'old'", "'1'");
        inventory("m1", NOW.minusSeconds(600), NOW, 6, "web-1", "'acme'", "'4711'");
        inventory("m2", NOW.minusSeconds(600), NOW, 3, "db-1", "NULL", "NULL");

        List<Map<String, Object>> volumes =
                Report.VOLUMES.read(clickHouse.connection()).rows();

        assertThat(volumes).extracting(row -> row.get("volumeId")).containsExactly("v1", "v2", "v3", "v4");
        assertThat(volumes.get(0))
                .containsEntry("machineId", "m1")
                .containsEntry("machineName", "web-1")
                .containsEntry("tenant", "acme")
                .containsEntry("costCentre", "4711");
        assertThat(volumes.get(1)).containsEntry("machineName", "db-1").doesNotContainKeys("tenant", "costCentre");
        assertThat(volumes.get(2))
                .containsEntry("machineId", "m3")
                .doesNotContainKeys("machineName", "tenant", "costCentre");
        assertThat(volumes.get(3)).doesNotContainKeys("machineId", "machineName", "tenant", "costCentre");
    }

    @Test
    void ofTwoMessagesAboutOneMomentTheLaterOneStands() throws Exception {
        volume("v1", NOW, 1, 1000, 156, 400, 50, "m1");
        inventory("m1", NOW, NOW.plusMillis(2), 0, "topic made anew", "'c'", "NULL");
        inventory("m1", NOW, NOW.plusMillis(1), 8, "before", "'b'", "NULL");

        assertThat(Report.VOLUMES.read(clickHouse.connection()).rows())
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("tenant", "c"));
        assertThat(SqlRows.of(clickHouse.connection(), "SELECT tenant, count() OVER () FROM inventory FINAL"))
                .containsExactly(List.of("c", "1"));
    }

    @Test
    void theOffsetTellsApartWhatCameInTheSameMillisecond() throws Exception {
        inventory("m1", NOW, NOW, 8, "later", "'b'", "NULL");
        inventory("m1", NOW, NOW, 7, "earlier", "'a'", "NULL");
        inventory("m1", NOW, NOW, 8, "later", "'b'", "NULL");

        assertThat(SqlRows.of(clickHouse.connection(), "SELECT machine_name, tenant FROM inventory_latest"))
                .containsExactly(List.of("later", "b"));
    }

    @Test
    void aPoolsOwnDedupRatioStandsInItsReport() throws Exception {
        SqlRows.of(
                clickHouse.connection(),
                "INSERT INTO pool (interval_start, revision, pool_id, reported_dedup_ratio) VALUES (%d, 1, 'tank', 1.75), (%d, 1, 'sr', NULL)"
                        .formatted(NOW.getEpochSecond(), NOW.getEpochSecond()));

        List<Map<String, Object>> pools =
                Report.POOLS.read(clickHouse.connection()).rows();

        assertThat(pools).extracting(row -> row.get("poolId")).containsExactly("sr", "tank");
        assertThat(pools.get(0)).doesNotContainKey("reportedDedupRatio");
        assertThat(pools.get(1)).containsEntry("reportedDedupRatio", 1.75);
        assertThat(SqlRows.of(
                        clickHouse.connection(), "SELECT reported_dedup_ratio FROM pool_history ORDER BY pool_id"))
                .containsExactly(List.of("null"), List.of("1.75"));
    }

    @Test
    void anEmptyStoreReportsNothing() throws Exception {
        for (Report report : Report.values()) {
            ReportRows rows = report.read(clickHouse.connection());
            assertThat(rows.rows()).as(report.name()).isEmpty();
            assertThat(rows.columns()).as(report.name()).isNotEmpty();
        }
    }

    @Test
    void aPoolWithItsRatios() throws Exception {
        insert(
                "pool (interval_start, revision, pool_id, capacity_bytes, used_bytes, metadata_capacity_bytes, provisioned_bytes)",
                "(%d, 1, 'p1', 1000, 970, NULL, 2500)".formatted(NOW.getEpochSecond()));
        assertThat(Report.POOLS.read(clickHouse.connection()).rows())
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("usedRatio", 0.97)
                        .containsEntry("overcommitRatio", 2.5)
                        .doesNotContainKeys("metadataUsedRatio", "name", "freeBytes"));
    }

    @Test
    void aSnapshotGoesWhenItsVolumeIsReadWithoutIt() throws Exception {
        volume("v1", NOW, 1, 1000, 156, 400, 50);
        String created = Long.toString(NOW.minus(Duration.ofDays(2)).toEpochMilli());
        insert(
                "snapshot (interval_start, revision, time, snapshot_id, volume_id, created, size_bytes, exclusive_bytes)",
                "(%1$d, 1, %2$d, 'deleted', 'v1', %3$s, 1000, 7), (%4$d, 1, %5$d, 'kept', 'v1', %3$s, 1000, 70)"
                        .formatted(
                                NOW.minusSeconds(300).getEpochSecond(),
                                NOW.minusSeconds(300).toEpochMilli(),
                                created,
                                NOW.getEpochSecond(),
                                NOW.toEpochMilli()));
        assertThat(Report.SNAPSHOTS.read(clickHouse.connection()).rows())
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("snapshotId", "kept")
                        .containsEntry("exclusiveBytes", 70L)
                        .containsEntry("ageSeconds", 172_800L)
                        .containsEntry("volumeName", "v1.qcow2")
                        .doesNotContainKey("trend")
                        .doesNotContainKey("returnedBytes")
                        .doesNotContainKey("referencedBytes"));
    }

    @Test
    void aSnapshotIsShownWithWhatItsRemovalReturnsAndAnOverlayBesideIt() throws Exception {
        volume("v1", NOW, 1, 1000, 156, 400, 50);
        insert(
                "snapshot (interval_start, revision, time, snapshot_id, volume_id, size_bytes, exclusive_bytes)",
                "(%d, 1, %d, 's1', 'v1', 1000, 70)".formatted(NOW.getEpochSecond(), NOW.toEpochMilli()));
        insert(
                "snapshot_growth (interval_start, revision, time, snapshot_id, volume_id, chain_id, pool_id, name,"
                        + " snapshot_kind, exclusive_bytes, trend, growth_bytes_per_second, returned_bytes, room_high_bytes,"
                        + " pool_free_bytes, fits)",
                "(%1$d, 1, %2$d, 's1', 'v1', 'v1', 'p', 'nightly', 'INTERNAL', 70, 'GROWING', 2.5, 64, 8, 9, 'YES'),"
                                .formatted(NOW.getEpochSecond(), NOW.toEpochMilli())
                        + "(%1$d, 1, %2$d, 'o1', 'v1', 'v1', 'p', 'top', 'OVERLAY', 60, 'SHRINKING', -1, -4, 10, 9, 'NO'),"
                                .formatted(NOW.getEpochSecond(), NOW.toEpochMilli())
                        + "(%1$d, 1, %2$d, 'gone', 'v1', 'v1', 'p', 'old', 'OVERLAY', 60, 'GROWING', 1, 60, 10, 9, 'NO')"
                                .formatted(
                                        NOW.minusSeconds(300).getEpochSecond(),
                                        NOW.minusSeconds(300).toEpochMilli()));

        assertThat(Report.SNAPSHOTS.read(clickHouse.connection()).rows())
                .satisfiesExactly(
                        row -> assertThat(row)
                                .containsEntry("snapshotId", "s1")
                                .containsEntry("growthDayBytes", 216_000L)
                                .containsEntry("returnedBytes", 64L)
                                .containsEntry("trend", "GROWING")
                                .containsEntry("fits", "YES")
                                .containsEntry("roomHighBytes", 8L),
                        row -> assertThat(row)
                                .containsEntry("snapshotId", "o1")
                                .containsEntry("volumeName", "v1.qcow2")
                                .containsEntry("growthDayBytes", -86_400L)
                                .containsEntry("returnedBytes", -4L)
                                .containsEntry("fits", "NO")
                                .doesNotContainKey("sizeBytes"));
    }

    @Test
    void whatHasFoundItsCounterpartSinceIsNotUnmatched() throws Exception {
        Instant before = NOW.minusSeconds(300);
        insert(
                "unmatched (interval_start, revision, machine_id, side, entity_id, size_bytes, reason, candidates, resolved)",
                "(%1$d, 1, 'm1', 'GUEST_DISK', 'sda', 1, 'NO_CANDIDATE', [], false),".formatted(before.getEpochSecond())
                        + "(%1$d, 1, 'm1', 'GUEST_DISK', 'sdb', 2, 'AMBIGUOUS', ['x', 'y'], false),"
                                .formatted(NOW.getEpochSecond())
                        + "(%1$d, 1, 'm1', 'GUEST_DISK', 'sdc', 3, 'NO_HOST_VIEW', [], false),"
                                .formatted(NOW.getEpochSecond())
                        + "(%1$d, 2, 'm1', 'GUEST_DISK', 'sdc', 3, 'NO_HOST_VIEW', [], true)"
                                .formatted(NOW.getEpochSecond()));
        insert(
                "guest_disk (interval_start, revision, host_id, machine_id, disk, size_bytes)",
                "(%1$d, 1, 'h1', 'm1', 'sda', 1), (%1$d, 1, 'h1', 'm1', 'sdb', 2), (%1$d, 1, 'h1', 'm1', 'sdc', 3)"
                        .formatted(NOW.getEpochSecond()));
        assertThat(Report.UNMATCHED.read(clickHouse.connection()).rows())
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("entityId", "sdb")
                        .containsEntry("reason", "AMBIGUOUS")
                        .containsEntry("candidates", List.of("x", "y")));
    }

    @Test
    void namesAreThoseOfTheCatalogue() {
        assertThat(ReportRows.catalogueName("volumes_without_guest_live")).isEqualTo("volumesWithoutGuestLive");
    }

    private void volume(String id, Instant interval, int revision, long provisioned, long live, long dead, long below)
            throws SQLException {
        insert(
                "ledger (interval_start, revision, volume_id, name, host_id, source, volume_use, provisioned_bytes,"
                        + " guest_live_bytes, live_bytes, dead_bytes, dead_below_bytes, ullage_bytes, anomalies)",
                "(%d, %d, '%s', '%s.qcow2', 'h1', 'image', 'DISK', %d, %d, %d, %d, %d, %d, ['a < b'])"
                        .formatted(
                                interval.getEpochSecond(),
                                revision,
                                id,
                                id,
                                provisioned,
                                live,
                                live,
                                dead,
                                below,
                                provisioned - live - dead));
    }

    private void volume(
            String id,
            Instant interval,
            int revision,
            long provisioned,
            long live,
            long dead,
            long below,
            String machineId)
            throws SQLException {
        volume(id, interval, revision, provisioned, live, dead, below);
        insert(
                "ledger (interval_start, revision, volume_id, name, host_id, source, volume_use, machine_id,"
                        + " provisioned_bytes, live_bytes, dead_bytes, ullage_bytes)",
                "(%d, %d, '%s', '%s.qcow2', 'h1', 'image', 'DISK', '%s', %d, %d, %d, %d)"
                        .formatted(
                                interval.getEpochSecond(),
                                revision + 1,
                                id,
                                id,
                                machineId,
                                provisioned,
                                live,
                                dead,
                                provisioned - live - dead));
    }

    /** {@code tenant} and {@code costCentre} as SQL. */
    private void inventory(
            String machineId,
            Instant since,
            Instant received,
            long offset,
            String name,
            String tenant,
            String costCentre)
            throws SQLException {
        insert(
                "inventory (machine_id, since, received, revision, source, machine_name, tenant, cost_centre)",
                "('%s', %d, %d, %d, 'test', '%s', %s, %s)"
                        .formatted(
                                machineId,
                                since.toEpochMilli(),
                                received.toEpochMilli(),
                                offset,
                                name,
                                tenant,
                                costCentre));
    }

    private void insert(String into, String values) throws SQLException {
        SqlRows.of(clickHouse.connection(), "INSERT INTO " + into + " VALUES " + values);
    }
}
