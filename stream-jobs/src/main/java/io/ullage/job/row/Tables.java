package io.ullage.job.row;

import static io.ullage.job.row.ColumnType.BOOL;
import static io.ullage.job.row.ColumnType.DATE_TIME;
import static io.ullage.job.row.ColumnType.DATE_TIME_MILLIS;
import static io.ullage.job.row.ColumnType.NULLABLE_BOOL;
import static io.ullage.job.row.ColumnType.NULLABLE_DATE_TIME_MILLIS;
import static io.ullage.job.row.ColumnType.NULLABLE_FLOAT64;
import static io.ullage.job.row.ColumnType.NULLABLE_INT64;
import static io.ullage.job.row.ColumnType.NULLABLE_STRING;
import static io.ullage.job.row.ColumnType.NULLABLE_UINT64;
import static io.ullage.job.row.ColumnType.STRING;
import static io.ullage.job.row.ColumnType.STRINGS;
import static io.ullage.job.row.ColumnType.STRING_MAP;
import static io.ullage.job.row.ColumnType.UINT32;
import static io.ullage.job.row.ColumnType.UINT64;

import io.ullage.schema.ledger.Estimate;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tables that the jobs write. The key of each is with its row; where two rows share a key the higher {@code revision} stands. */
public final class Tables {
    public static final Table<LedgerRow> LEDGER = new Table<>("ledger", LedgerRow.class)
            .with("interval_start", DATE_TIME, LedgerRow::intervalStart)
            .with("revision", UINT64, LedgerRow::revision)
            .with("time", DATE_TIME_MILLIS, LedgerRow::time)
            .with("volume_id", STRING, row -> row.volume().volumeId())
            .with("name", STRING, row -> row.volume().name())
            .with("pool_id", STRING, row -> row.volume().poolId())
            .with("host_id", STRING, LedgerRow::hostId)
            .with("machine_id", NULLABLE_STRING, Tables::machineId)
            .with("parent_volume_id", NULLABLE_STRING, row -> row.volume().parentVolumeId())
            .with("path", NULLABLE_STRING, row -> row.volume().path())
            .with("source", STRING, row -> row.volume().source())
            .with("format", STRING, row -> row.volume().format())
            .with("provisioning", STRING, row -> row.volume().provisioning())
            .with("volume_use", STRING, row -> row.volume().use())
            .with("in_use", BOOL, row -> row.volume().inUse())
            .with("provisioned_bytes", UINT64, row -> row.volume().provisionedBytes())
            .with("allocated_bytes", NULLABLE_UINT64, row -> row.volume().allocatedBytes())
            .with("written_bytes", NULLABLE_UINT64, row -> row.volume().writtenBytes())
            .with("zero_bytes", NULLABLE_UINT64, row -> row.volume().zeroBytes())
            .with("backed_bytes", NULLABLE_UINT64, row -> row.volume().backedBytes())
            .with("snapshot_bytes", NULLABLE_UINT64, row -> row.volume().snapshotBytes())
            .with("metadata_bytes", NULLABLE_UINT64, row -> row.volume().metadataBytes())
            .with("allocation_unit_bytes", NULLABLE_UINT64, row -> row.volume().allocationUnitBytes())
            .with("guest_live_bytes", NULLABLE_UINT64, LedgerRow::guestLiveBytes)
            .with("method", STRING, row -> row.ledger().method())
            .with("live_bytes", UINT64, row -> row.ledger().live().bestBytes())
            .with("claimed_bytes", UINT64, row -> row.ledger().claimed().bestBytes())
            .with("dead_bytes", UINT64, row -> row.ledger().dead().bestBytes())
            .with("stranded_bytes", UINT64, row -> row.ledger().stranded().bestBytes())
            .with("zeroed_bytes", UINT64, row -> row.ledger().zeroed().bestBytes())
            .with("reserved_bytes", UINT64, row -> row.ledger().reserved().bestBytes())
            .with("ullage_bytes", UINT64, row -> row.ledger().ullage().bestBytes())
            .with("unseen_bytes", UINT64, row -> row.ledger().unseen().bestBytes())
            .with("live_below_bytes", UINT64, row -> below(row.ledger().live()))
            .with("live_above_bytes", UINT64, row -> above(row.ledger().live()))
            .with("dead_below_bytes", UINT64, row -> below(row.ledger().dead()))
            .with("dead_above_bytes", UINT64, row -> above(row.ledger().dead()))
            .with("stranded_below_bytes", UINT64, row -> below(row.ledger().stranded()))
            .with("stranded_above_bytes", UINT64, row -> above(row.ledger().stranded()))
            .with("zeroed_below_bytes", UINT64, row -> below(row.ledger().zeroed()))
            .with("zeroed_above_bytes", UINT64, row -> above(row.ledger().zeroed()))
            .with("reserved_below_bytes", UINT64, row -> below(row.ledger().reserved()))
            .with("reserved_above_bytes", UINT64, row -> above(row.ledger().reserved()))
            .with(
                    "guest_disk",
                    NULLABLE_STRING,
                    row -> row.guest() == null ? null : row.guest().disk())
            .with(
                    "match_rule",
                    NULLABLE_STRING,
                    row -> row.guest() == null ? null : row.guest().rule())
            .with(
                    "guest_age_seconds",
                    NULLABLE_INT64,
                    row -> row.guest() == null ? null : row.guest().ageSeconds())
            .with("anomalies", STRINGS, LedgerRow::anomalies);

    public static final Table<PoolRow> POOL = new Table<>("pool", PoolRow.class)
            .with("interval_start", DATE_TIME, PoolRow::intervalStart)
            .with("revision", UINT64, PoolRow::revision)
            .with("pool_id", STRING, PoolRow::poolId)
            .with(
                    "name",
                    NULLABLE_STRING,
                    row -> row.pool() == null ? null : row.pool().name())
            .with(
                    "pool_kind",
                    NULLABLE_STRING,
                    row -> row.pool() == null ? null : row.pool().poolKind())
            .with(
                    "path",
                    NULLABLE_STRING,
                    row -> row.pool() == null ? null : row.pool().path())
            .with(
                    "capacity_bytes",
                    NULLABLE_UINT64,
                    row -> row.pool() == null ? null : row.pool().capacityBytes())
            .with(
                    "used_bytes",
                    NULLABLE_UINT64,
                    row -> row.pool() == null ? null : row.pool().usedBytes())
            .with(
                    "free_bytes",
                    NULLABLE_UINT64,
                    row -> row.pool() == null ? null : row.pool().freeBytes())
            .with(
                    "metadata_capacity_bytes",
                    NULLABLE_UINT64,
                    row -> row.pool() == null ? null : row.pool().metadataCapacityBytes())
            .with(
                    "metadata_used_bytes",
                    NULLABLE_UINT64,
                    row -> row.pool() == null ? null : row.pool().metadataUsedBytes())
            .with(
                    "reported_dedup_ratio",
                    NULLABLE_FLOAT64,
                    row -> row.pool() == null ? null : row.pool().reportedDedupRatio())
            .with("volumes", UINT64, row -> row.disks().volumes())
            .with("provisioned_bytes", UINT64, row -> row.disks().provisionedBytes())
            .with("allocated_bytes", NULLABLE_UINT64, row -> row.disks().allocatedBytes())
            .with("volumes_without_allocated", UINT64, row -> row.disks().withoutAllocated())
            .with("written_bytes", NULLABLE_UINT64, row -> row.disks().writtenBytes())
            .with("volumes_without_written", UINT64, row -> row.disks().withoutWritten())
            .with("guest_live_bytes", NULLABLE_UINT64, row -> row.disks().guestLiveBytes())
            .with("volumes_without_guest_live", UINT64, row -> row.disks().withoutGuestLive())
            .with("snapshot_bytes", UINT64, row -> row.disks().snapshotBytes())
            .with("metadata_bytes", UINT64, row -> row.disks().metadataBytes())
            .with("method", STRING, row -> row.disks().ledger().method())
            .with("live_bytes", UINT64, row -> row.disks().ledger().live().bestBytes())
            .with("claimed_bytes", UINT64, row -> row.disks().ledger().claimed().bestBytes())
            .with("dead_bytes", UINT64, row -> row.disks().ledger().dead().bestBytes())
            .with(
                    "stranded_bytes",
                    UINT64,
                    row -> row.disks().ledger().stranded().bestBytes())
            .with("zeroed_bytes", UINT64, row -> row.disks().ledger().zeroed().bestBytes())
            .with(
                    "reserved_bytes",
                    UINT64,
                    row -> row.disks().ledger().reserved().bestBytes())
            .with("ullage_bytes", UINT64, row -> row.disks().ledger().ullage().bestBytes())
            .with("unseen_bytes", UINT64, row -> row.disks().ledger().unseen().bestBytes())
            .with("live_below_bytes", UINT64, row -> below(row.disks().ledger().live()))
            .with("live_above_bytes", UINT64, row -> above(row.disks().ledger().live()))
            .with("dead_below_bytes", UINT64, row -> below(row.disks().ledger().dead()))
            .with("dead_above_bytes", UINT64, row -> above(row.disks().ledger().dead()))
            .with(
                    "stranded_below_bytes",
                    UINT64,
                    row -> below(row.disks().ledger().stranded()))
            .with(
                    "stranded_above_bytes",
                    UINT64,
                    row -> above(row.disks().ledger().stranded()))
            .with(
                    "zeroed_below_bytes",
                    UINT64,
                    row -> below(row.disks().ledger().zeroed()))
            .with(
                    "zeroed_above_bytes",
                    UINT64,
                    row -> above(row.disks().ledger().zeroed()))
            .with(
                    "reserved_below_bytes",
                    UINT64,
                    row -> below(row.disks().ledger().reserved()))
            .with(
                    "reserved_above_bytes",
                    UINT64,
                    row -> above(row.disks().ledger().reserved()))
            .with("backing_volumes", UINT64, row -> row.backing().volumes())
            .with("backing_allocated_bytes", NULLABLE_UINT64, row -> row.backing()
                    .allocatedBytes())
            .with("backing_volumes_without_allocated", UINT64, row -> row.backing()
                    .withoutAllocated());

    public static final Table<SnapshotRow> SNAPSHOT = new Table<>("snapshot", SnapshotRow.class)
            .with("interval_start", DATE_TIME, SnapshotRow::intervalStart)
            .with("revision", UINT64, SnapshotRow::revision)
            .with("time", DATE_TIME_MILLIS, SnapshotRow::time)
            .with("host_id", STRING, SnapshotRow::hostId)
            .with("snapshot_id", STRING, row -> row.snapshot().snapshotId())
            .with("volume_id", STRING, row -> row.snapshot().volumeId())
            .with("pool_id", STRING, row -> row.snapshot().poolId())
            .with("name", STRING, row -> row.snapshot().name())
            .with("snapshot_kind", STRING, row -> row.snapshot().snapshotKind())
            .with("source", STRING, row -> row.snapshot().source())
            .with("created", NULLABLE_DATE_TIME_MILLIS, row -> row.snapshot().created())
            .with("size_bytes", UINT64, row -> row.snapshot().sizeBytes())
            .with("referenced_bytes", NULLABLE_UINT64, row -> row.snapshot().referencedBytes())
            .with("exclusive_bytes", NULLABLE_UINT64, row -> row.snapshot().exclusiveBytes())
            .with("vm_state_bytes", NULLABLE_UINT64, row -> row.snapshot().vmStateBytes());

    public static final Table<GuestDiskRow> GUEST_DISK = new Table<>("guest_disk", GuestDiskRow.class)
            .with("interval_start", DATE_TIME, GuestDiskRow::intervalStart)
            .with("revision", UINT64, GuestDiskRow::revision)
            .with("time", DATE_TIME_MILLIS, GuestDiskRow::time)
            .with("host_id", STRING, GuestDiskRow::hostId)
            .with("machine_id", NULLABLE_STRING, GuestDiskRow::machineId)
            .with("disk", STRING, row -> row.disk().name())
            .with("source", STRING, row -> row.disk().source())
            .with("size_bytes", UINT64, row -> row.disk().sizeBytes())
            .with("serial", NULLABLE_STRING, row -> row.disk().serial())
            .with("wwn", NULLABLE_STRING, row -> row.disk().wwn())
            .with("bus_address", NULLABLE_STRING, row -> row.disk().busAddress())
            .with("backing_file", NULLABLE_STRING, row -> row.disk().backingFile())
            .with("live_bytes", NULLABLE_UINT64, row -> row.disk().liveBytes())
            .with("free_bytes", NULLABLE_UINT64, row -> row.disk().freeBytes())
            .with("unseen_bytes", NULLABLE_UINT64, row -> row.disk().unseenBytes())
            .with("discard_granularity_bytes", NULLABLE_UINT64, row -> row.disk()
                    .discardGranularityBytes())
            .with("discard_max_bytes", NULLABLE_UINT64, row -> row.disk().discardMaxBytes())
            .with("rotational", NULLABLE_BOOL, row -> row.disk().rotational());

    public static final Table<FileSystemRow> FILE_SYSTEM = new Table<>("file_system", FileSystemRow.class)
            .with("interval_start", DATE_TIME, FileSystemRow::intervalStart)
            .with("revision", UINT64, FileSystemRow::revision)
            .with("time", DATE_TIME_MILLIS, FileSystemRow::time)
            .with("host_id", STRING, FileSystemRow::hostId)
            .with("machine_id", NULLABLE_STRING, FileSystemRow::machineId)
            .with("device", STRING, row -> row.fileSystem().device())
            .with(
                    "mount_point",
                    STRING,
                    row -> row.fileSystem().mountPoint() == null
                            ? ""
                            : row.fileSystem().mountPoint())
            .with("type", STRING, row -> row.fileSystem().type())
            .with("source", STRING, row -> row.fileSystem().source())
            .with("uuid", NULLABLE_STRING, row -> row.fileSystem().uuid())
            .with("device_bytes", NULLABLE_UINT64, row -> row.fileSystem().deviceBytes())
            .with("size_bytes", UINT64, row -> row.fileSystem().sizeBytes())
            .with("used_bytes", UINT64, row -> row.fileSystem().usedBytes())
            .with("free_bytes", UINT64, row -> row.fileSystem().freeBytes())
            .with("available_bytes", NULLABLE_UINT64, row -> row.fileSystem().availableBytes())
            .with("online_discard", BOOL, row -> row.fileSystem().onlineDiscard())
            .with("read_only", BOOL, row -> row.fileSystem().readOnly())
            .with("disks", STRINGS, row -> row.fileSystem().disks());

    public static final Table<UnmatchedRow> UNMATCHED = new Table<>("unmatched", UnmatchedRow.class)
            .with("interval_start", DATE_TIME, UnmatchedRow::intervalStart)
            .with("revision", UINT64, UnmatchedRow::revision)
            .with("machine_id", STRING, UnmatchedRow::machineId)
            .with("side", STRING, UnmatchedRow::side)
            .with("entity_id", STRING, UnmatchedRow::entityId)
            .with("size_bytes", UINT64, UnmatchedRow::sizeBytes)
            .with("reason", STRING, UnmatchedRow::reason)
            .with("candidates", STRINGS, UnmatchedRow::candidates)
            .with("resolved", BOOL, UnmatchedRow::resolved);

    public static final Table<IngestRow> INGEST = new Table<>("ingest", IngestRow.class)
            .with("interval_start", DATE_TIME, IngestRow::intervalStart)
            .with("kafka_partition", UINT32, IngestRow::partition)
            .with("kafka_offset", UINT64, IngestRow::offset)
            .with("time", DATE_TIME_MILLIS, IngestRow::time)
            .with("outcome", STRING, IngestRow::outcome)
            .with("agent_id", NULLABLE_STRING, IngestRow::agentId)
            .with("report_time", NULLABLE_DATE_TIME_MILLIS, IngestRow::reportTime)
            .with("sequence", NULLABLE_UINT64, IngestRow::sequence)
            .with("message_bytes", UINT64, IngestRow::messageBytes)
            .with("readings", UINT64, IngestRow::readings)
            .with("rejected_readings", UINT64, IngestRow::rejectedReadings)
            .with("reason", NULLABLE_STRING, IngestRow::reason);

    public static final Table<InventoryRow> INVENTORY = new Table<>("inventory", InventoryRow.class)
            .with("machine_id", STRING, row -> row.inventory().machineId())
            .with("since", DATE_TIME_MILLIS, row -> row.inventory().since())
            .with("received", DATE_TIME_MILLIS, InventoryRow::received)
            .with("revision", UINT64, InventoryRow::revision)
            .with("source", STRING, row -> row.inventory().source())
            .with("machine_name", STRING, row -> row.inventory().machineName())
            .with("platform", NULLABLE_STRING, row -> row.inventory().platform())
            .with("tenant", NULLABLE_STRING, row -> row.inventory().tenant())
            .with("cost_centre", NULLABLE_STRING, row -> row.inventory().costCentre())
            .with("powered_on", NULLABLE_BOOL, row -> row.inventory().poweredOn())
            // Sorted, so that the same message gives the same bytes in every JVM.
            .with("tags", STRING_MAP, row -> new TreeMap<>(row.inventory().tags()));

    public static final List<Table<? extends Row>> ALL =
            List.of(LEDGER, POOL, SNAPSHOT, GUEST_DISK, FILE_SYSTEM, UNMATCHED, INGEST, INVENTORY);

    private Tables() {}

    /** Bounds are stored as distances: nothing for what is exact, and three like columns do not cost three times. */
    private static long below(Estimate estimate) {
        return estimate.bestBytes() - estimate.lowBytes();
    }

    private static long above(Estimate estimate) {
        return estimate.highBytes() - estimate.bestBytes();
    }

    private static @Nullable String machineId(LedgerRow row) {
        if (row.guest() != null) {
            return row.guest().machineId();
        }
        return row.volume().attachment() == null
                ? null
                : row.volume().attachment().machineId();
    }
}
