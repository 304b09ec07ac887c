package io.ullage.service.recommend.estate;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Ledger;
import io.ullage.schema.ledger.Method;
import io.ullage.schema.telemetry.PoolKind;
import io.ullage.schema.telemetry.Provisioning;
import io.ullage.schema.telemetry.SnapshotKind;
import io.ullage.schema.telemetry.VolumeUse;
import io.ullage.service.recommend.estate.Snapshot.Returned;
import io.ullage.service.store.ReportRows;
import io.ullage.service.store.StoreConnection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the estate from the views of the store. */
public final class EstateReader {
    private static final String VOLUMES = "SELECT * FROM volume_latest";
    private static final String POOLS = "SELECT * FROM pool_latest";
    private static final String SNAPSHOTS = "SELECT * FROM snapshot_removal";
    private static final String MACHINES = "SELECT * EXCEPT tags FROM inventory_latest";
    private static final String FILE_SYSTEMS = "SELECT * FROM file_system_latest";
    private static final String GUEST_DISKS = "SELECT * FROM guest_disk_latest";
    private static final String SKETCHES = "SELECT * FROM dedup_volume_latest";
    private static final String ACTIVITY = "SELECT * FROM volume_activity";
    private static final String DISUSE = "SELECT * FROM volume_disuse";
    private static final String FORECASTS = "SELECT * FROM forecast_latest WHERE subject = 'POOL'";

    private final StoreConnection store;

    public EstateReader(StoreConnection store) {
        this.store = store;
    }

    /** @param now the time of an estate in which nothing was ever read */
    public Estate read(Instant now) throws SQLException {
        List<Map<String, Object>> guestDisks = rows(GUEST_DISKS);
        Map<String, Long> discards = discards(guestDisks);
        List<Map<String, Object>> volumeRows = rows(VOLUMES);
        Map<String, Volume> volumes = Estate.by(
                Volume::volumeId,
                volumeRows.stream().map(row -> volume(row, discards)).toList());
        Instant time = volumeRows.stream()
                .map(row -> (Instant) row.get("time"))
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(now);
        return new Estate(
                time,
                volumes,
                Estate.by(Pool::poolId, all(POOLS, EstateReader::pool)),
                all(SNAPSHOTS, EstateReader::snapshot),
                Estate.by(Machine::machineId, all(MACHINES, EstateReader::machine)),
                all(FILE_SYSTEMS, EstateReader::fileSystem),
                guestDisks.stream().map(EstateReader::hostDisk).toList(),
                Estate.by(Sketch::volumeId, all(SKETCHES, EstateReader::sketch)),
                keyed(ACTIVITY, EstateReader::activity),
                keyed(DISUSE, EstateReader::disuse),
                Estate.by(Filling::poolId, all(FORECASTS, EstateReader::filling)));
    }

    private List<Map<String, Object>> rows(String sql) throws SQLException {
        return ReportRows.of(store, sql).rows();
    }

    private <T> List<T> all(String sql, Function<Map<String, Object>, T> reader) throws SQLException {
        return rows(sql).stream().map(reader).toList();
    }

    private <T> Map<String, T> keyed(String sql, Function<Map<String, Object>, T> reader) throws SQLException {
        return rows(sql).stream().collect(Collectors.toMap(row -> text(row, "volumeId"), reader));
    }

    /** Largest discard by machine and disk. */
    private static Map<String, Long> discards(List<Map<String, Object>> guestDisks) {
        Map<String, Long> discards = new HashMap<>();
        for (Map<String, Object> row : guestDisks) {
            Long bytes = number(row, "discardMaxBytes");
            if (bytes != null) {
                discards.put(diskKey(row.get("hostId"), row.get("disk")), bytes);
                discards.put(diskKey(row.getOrDefault("machineId", row.get("hostId")), row.get("disk")), bytes);
            }
        }
        return discards;
    }

    private static String diskKey(@Nullable Object machine, @Nullable Object disk) {
        return machine + "\n" + disk;
    }

    private static Volume volume(Map<String, Object> row, Map<String, Long> discards) {
        String guestDisk = optional(row, "guestDisk");
        String machineId = optional(row, "machineId");
        return new Volume(
                text(row, "volumeId"),
                text(row, "name"),
                text(row, "poolId"),
                text(row, "hostId"),
                machineId,
                optional(row, "parentVolumeId"),
                optional(row, "path"),
                text(row, "source"),
                text(row, "format"),
                Provisioning.valueOf(text(row, "provisioning")),
                VolumeUse.valueOf(text(row, "volumeUse")),
                Boolean.TRUE.equals(row.get("inUse")),
                number(row, "allocatedBytes"),
                number(row, "snapshotBytes"),
                number(row, "metadataBytes"),
                number(row, "backedBytes"),
                number(row, "allocationUnitBytes"),
                number(row, "guestLiveBytes"),
                ledger(row),
                guestDisk,
                guestDisk == null ? null : discards.get(diskKey(machineId, guestDisk)));
    }

    private static Ledger ledger(Map<String, Object> row) {
        return new Ledger(
                count(row, "provisionedBytes"),
                estimate(row, "live"),
                Estimate.exact(count(row, "claimedBytes")),
                estimate(row, "dead"),
                estimate(row, "stranded"),
                estimate(row, "zeroed"),
                estimate(row, "reserved"),
                Estimate.exact(count(row, "ullageBytes")),
                Estimate.exact(count(row, "unseenBytes")));
    }

    /** A class is exact where its bounds are; the row says only which method is the weakest of all. */
    private static Estimate estimate(Map<String, Object> row, String ledgerClass) {
        return estimate(
                count(row, ledgerClass + "LowBytes"),
                count(row, ledgerClass + "Bytes"),
                count(row, ledgerClass + "HighBytes"),
                Method.valueOf(text(row, "method")));
    }

    private static Estimate estimate(long low, long best, long high, Method method) {
        return low == high
                ? Estimate.exact(best)
                : new Estimate(low, best, high, method == Method.EXACT ? Method.BOUNDED : method);
    }

    private static Pool pool(Map<String, Object> row) {
        String kind = optional(row, "poolKind");
        return new Pool(
                text(row, "poolId"),
                Objects.requireNonNullElse(optional(row, "name"), text(row, "poolId")),
                kind == null ? null : PoolKind.valueOf(kind),
                optional(row, "path"),
                number(row, "capacityBytes"),
                number(row, "usedBytes"),
                number(row, "freeBytes"),
                number(row, "metadataCapacityBytes"),
                number(row, "metadataUsedBytes"),
                (Double) row.get("reportedDedupRatio"),
                count(row, "volumes"));
    }

    private static Snapshot snapshot(Map<String, Object> row) {
        Long best = number(row, "returnedBytes");
        Long low = number(row, "returnedLowBytes");
        Long high = number(row, "returnedHighBytes");
        return new Snapshot(
                text(row, "snapshotId"),
                text(row, "volumeId"),
                text(row, "poolId"),
                text(row, "name"),
                SnapshotKind.valueOf(text(row, "snapshotKind")),
                (Instant) row.get("created"),
                number(row, "referencedBytes"),
                number(row, "exclusiveBytes"),
                number(row, "withOlderBytes"),
                best == null || low == null || high == null ? null : new Returned(low, best, high),
                number(row, "roomHighBytes"),
                optional(row, "fits"));
    }

    private static Machine machine(Map<String, Object> row) {
        return new Machine(
                text(row, "machineId"),
                text(row, "machineName"),
                optional(row, "platform"),
                optional(row, "tenant"),
                (Boolean) row.get("poweredOn"),
                Objects.requireNonNull((Instant) row.get("since")));
    }

    private static FileSystem fileSystem(Map<String, Object> row) {
        return new FileSystem(
                text(row, "hostId"),
                optional(row, "machineId"),
                text(row, "device"),
                text(row, "mountPoint"),
                text(row, "type"),
                count(row, "sizeBytes"),
                count(row, "usedBytes"),
                count(row, "freeBytes"),
                Boolean.TRUE.equals(row.get("onlineDiscard")),
                Boolean.TRUE.equals(row.get("readOnly")),
                row.get("disks") instanceof List<?> disks
                        ? disks.stream().map(String::valueOf).toList()
                        : List.of());
    }

    private static HostDisk hostDisk(Map<String, Object> row) {
        return new HostDisk(
                text(row, "hostId"),
                text(row, "disk"),
                count(row, "sizeBytes"),
                number(row, "liveBytes"),
                number(row, "unseenBytes"));
    }

    private static Sketch sketch(Map<String, Object> row) {
        Long compressed = number(row, "uniqueCompressedBytes");
        Method method = Method.valueOf(text(row, "method"));
        return new Sketch(
                text(row, "volumeId"),
                text(row, "domainId"),
                count(row, "scannedBytes"),
                count(row, "zeroBytes"),
                estimate(
                        count(row, "uniqueLowBytes"), count(row, "uniqueBytes"), count(row, "uniqueHighBytes"), method),
                compressed == null
                        ? null
                        : estimate(
                                count(row, "uniqueCompressedLowBytes"),
                                compressed,
                                count(row, "uniqueCompressedHighBytes"),
                                method),
                count(row, "sharedBytes"),
                count(row, "attributedBytes"));
    }

    private static Activity activity(Map<String, Object> row) {
        return new Activity(day(row, "firstDay"), day(row, "lastDay"), count(row, "days"), count(row, "unchangedDays"));
    }

    private static LocalDate day(Map<String, Object> row, String name) {
        return LocalDate.ofInstant(Objects.requireNonNull((Instant) row.get(name)), ZoneOffset.UTC);
    }

    private static Disuse disuse(Map<String, Object> row) {
        return new Disuse(
                Objects.requireNonNull((Instant) row.get("firstRead")),
                (Instant) row.get("usedAt"),
                count(row, "readings"));
    }

    private static Filling filling(Map<String, Object> row) {
        return new Filling(
                text(row, "entityId"),
                seconds(row, "fullP10Seconds"),
                seconds(row, "fullP50Seconds"),
                text(row, "verdict"));
    }

    private static @Nullable Duration seconds(Map<String, Object> row, String name) {
        Object value = row.get(name);
        return value instanceof Number number ? Duration.ofSeconds(number.longValue()) : null;
    }

    private static String text(Map<String, Object> row, String name) {
        return String.valueOf(row.get(name));
    }

    private static @Nullable String optional(Map<String, Object> row, String name) {
        return (String) row.get(name);
    }

    private static @Nullable Long number(Map<String, Object> row, String name) {
        return (Long) row.get(name);
    }

    private static long count(Map<String, Object> row, String name) {
        return Objects.requireNonNull((Long) row.get(name), name);
    }
}
