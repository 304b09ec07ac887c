package io.ullage.service.scan;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.service.output.Column;
import io.ullage.service.output.Listing;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns of everything that a scan lists. Measures have the names of the catalogue. */
final class ScanListings {
    /** Classes whose bounds are shown too: those that an action promises. */
    private static final Set<LedgerClass> BOUNDED = EnumSet.of(
            LedgerClass.LIVE, LedgerClass.DEAD, LedgerClass.STRANDED, LedgerClass.ZEROED, LedgerClass.RESERVED);

    static final Listing<ScannedVolume> VOLUMES = volumes();
    static final Listing<ReclaimAction> ACTIONS = Listing.of(
            Column.text("action", action -> action.kind().name()),
            Column.text("target", ReclaimAction::target),
            Column.<ReclaimAction>text("volumeId", ReclaimAction::volumeId).notTabled(),
            Column.<ReclaimAction>text("poolId", ReclaimAction::poolId).notTabled(),
            Column.bytes("lowBytes", action -> action.returned().lowBytes()),
            Column.bytes("bestBytes", action -> action.returned().bestBytes()),
            Column.bytes("highBytes", action -> action.returned().highBytes()),
            Column.text("method", action -> action.returned().method().name()),
            Column.text("command", ReclaimAction::command),
            Column.text("condition", ReclaimAction::condition));
    static final Listing<Scan.Unmatched> UNMATCHED = Listing.of(
            Column.text("side", Scan.Unmatched::side),
            Column.text("entityId", Scan.Unmatched::entityId),
            Column.text("machineId", Scan.Unmatched::machineId),
            Column.text("reason", Scan.Unmatched::reason),
            Column.texts("candidates", Scan.Unmatched::candidates));
    static final Listing<Scan.Problem> PROBLEMS =
            Listing.of(Column.text("source", Scan.Problem::source), Column.text("message", Scan.Problem::message));

    private ScanListings() {}

    private static Listing<ScannedVolume> volumes() {
        List<Column<ScannedVolume>> columns = new ArrayList<>(List.of(
                Column.<ScannedVolume>text("name", volume -> volume.reading().name())
                        .titled("VOLUME"),
                hidden("volumeId", volume -> volume.reading().volumeId()),
                Column.text("format", volume -> volume.reading().format()),
                hidden("provisioning", volume -> volume.reading().provisioning().name()),
                hidden("volumeUse", volume -> volume.reading().use().name()),
                hidden("poolId", volume -> volume.reading().poolId()),
                hidden("path", volume -> volume.reading().path()),
                hidden("machineId", ScanListings::machineId),
                hidden(
                        "disk",
                        volume -> volume.disk() == null ? null : volume.disk().name()),
                hidden(
                        "matchRule",
                        volume -> volume.matchedBy() == null
                                ? null
                                : volume.matchedBy().name()),
                Column.<ScannedVolume>texts("mountPoints", ScannedVolume::mountPoints)
                        .notTabled(),
                Column.<ScannedVolume>flag("inUse", volume -> volume.reading().inUse())
                        .notTabled(),
                Column.bytes("provisionedBytes", volume -> volume.reading().provisionedBytes()),
                Column.bytes("allocatedBytes", volume -> volume.reading().allocatedBytes()),
                hiddenBytes("writtenBytes", volume -> volume.reading().writtenBytes()),
                hiddenBytes("zeroBytes", volume -> volume.reading().zeroBytes()),
                hiddenBytes("backedBytes", volume -> volume.reading().backedBytes()),
                Column.<ScannedVolume>bytes(
                                "snapshotBytes", volume -> volume.reading().snapshotBytes())
                        .titled("SNAPSHOTS"),
                hiddenBytes("metadataBytes", volume -> volume.reading().metadataBytes()),
                hiddenBytes("allocationUnitBytes", volume -> volume.reading().allocationUnitBytes()),
                hiddenBytes("guestLiveBytes", ScannedVolume::guestLiveBytes)));
        Set<LedgerClass> tabled = EnumSet.of(
                LedgerClass.LIVE,
                LedgerClass.DEAD,
                LedgerClass.STRANDED,
                LedgerClass.ZEROED,
                LedgerClass.RESERVED,
                LedgerClass.UNSEEN);
        for (LedgerClass ledgerClass : LedgerClass.values()) {
            Column<ScannedVolume> column =
                    Column.bytes(lower(ledgerClass.name()) + "Bytes", volume -> volume.bestBytes(ledgerClass));
            columns.add(tabled.contains(ledgerClass) ? column : column.notTabled());
        }
        for (LedgerClass ledgerClass : BOUNDED) {
            columns.add(bound(ledgerClass, "Low", Estimate::lowBytes));
            columns.add(bound(ledgerClass, "High", Estimate::highBytes));
        }
        columns.add(Column.<ScannedVolume>ratio("utilisationRatio", ScannedVolume::utilisationRatio)
                .titled("UTILISED"));
        columns.add(Column.<ScannedVolume>text("method", ScannedVolume::method).titled("SURE"));
        columns.add(Column.<ScannedVolume>texts("anomalies", ScannedVolume::anomalies)
                .notTabled());
        return new Listing<>(columns);
    }

    private static Column<ScannedVolume> bound(LedgerClass ledgerClass, String side, Function<Estimate, Long> figure) {
        return hiddenBytes(
                lower(ledgerClass.name()) + side + "Bytes",
                volume -> figure.apply(volume.ledger().of(ledgerClass)));
    }

    private static @Nullable String machineId(ScannedVolume volume) {
        return volume.reading().attachment() == null
                ? null
                : volume.reading().attachment().machineId();
    }

    /** @param nameOf the volumes that were read, by volumeId */
    static Listing<SnapshotReading> snapshots(Map<String, String> nameOf) {
        return Listing.of(
                Column.text("name", SnapshotReading::name).titled("SNAPSHOT"),
                Column.<SnapshotReading>text("snapshotId", SnapshotReading::snapshotId)
                        .notTabled(),
                Column.<SnapshotReading>text("volumeId", SnapshotReading::volumeId)
                        .notTabled(),
                Column.<SnapshotReading>text("volumeName", snapshot -> nameOf.get(snapshot.volumeId()))
                        .titled("VOLUME"),
                Column.<SnapshotReading>text("poolId", SnapshotReading::poolId).notTabled(),
                Column.<SnapshotReading>text("snapshotKind", snapshot -> snapshot.snapshotKind()
                                .name())
                        .titled("KIND"),
                Column.time("created", SnapshotReading::created),
                Column.bytes("sizeBytes", SnapshotReading::sizeBytes),
                Column.bytes("referencedBytes", SnapshotReading::referencedBytes),
                Column.bytes("exclusiveBytes", SnapshotReading::exclusiveBytes),
                Column.<SnapshotReading>bytes("vmStateBytes", SnapshotReading::vmStateBytes)
                        .notTabled());
    }

    /** @param volumesOf what of each pool was seen, by poolId */
    static Listing<PoolReading> pools(Map<String, PoolSum> volumesOf) {
        return Listing.of(
                Column.<PoolReading>text("name", PoolReading::name).titled("POOL"),
                Column.<PoolReading>text("poolId", PoolReading::poolId).notTabled(),
                Column.<PoolReading>text("poolKind", pool -> pool.poolKind().name())
                        .titled("KIND"),
                Column.<PoolReading>text("path", PoolReading::path).notTabled(),
                Column.bytes("capacityBytes", PoolReading::capacityBytes),
                Column.bytes("usedBytes", PoolReading::usedBytes),
                Column.bytes("freeBytes", PoolReading::freeBytes),
                Column.<PoolReading>ratio("usedRatio", pool -> ratio(pool.usedBytes(), pool.capacityBytes()))
                        .titled("FULL"),
                Column.<PoolReading>bytes("metadataCapacityBytes", PoolReading::metadataCapacityBytes)
                        .notTabled(),
                Column.<PoolReading>bytes("metadataUsedBytes", PoolReading::metadataUsedBytes)
                        .notTabled(),
                Column.count("volumes", pool -> sum(volumesOf, pool).volumes()),
                Column.bytes("provisionedBytes", pool -> sum(volumesOf, pool).provisionedBytes()),
                Column.bytes("allocatedBytes", pool -> sum(volumesOf, pool).allocatedBytes()),
                Column.<PoolReading>ratio(
                                "overcommitRatio",
                                pool -> ratio(sum(volumesOf, pool).provisionedBytes(), pool.capacityBytes()))
                        .titled("OVERCOMMIT"));
    }

    /** @param volumeOf the volume that a disk was found to be, by the disk's name */
    static Listing<GuestDiskReading> disks(Map<String, String> volumeOf) {
        return Listing.of(
                Column.<GuestDiskReading>text("name", GuestDiskReading::name).titled("DISK"),
                Column.<GuestDiskReading>text("serial", GuestDiskReading::serial)
                        .notTabled(),
                Column.<GuestDiskReading>text("wwn", GuestDiskReading::wwn).notTabled(),
                Column.<GuestDiskReading>text("busAddress", GuestDiskReading::busAddress)
                        .notTabled(),
                Column.<GuestDiskReading>text("backingFile", GuestDiskReading::backingFile)
                        .notTabled(),
                Column.bytes("sizeBytes", GuestDiskReading::sizeBytes),
                Column.bytes("liveBytes", GuestDiskReading::liveBytes),
                Column.bytes("freeBytes", GuestDiskReading::freeBytes),
                Column.bytes("unseenBytes", GuestDiskReading::unseenBytes),
                Column.<GuestDiskReading>ratio("utilisationRatio", disk -> ratio(disk.liveBytes(), disk.sizeBytes()))
                        .titled("UTILISED"),
                Column.<GuestDiskReading>bytes("discardMaxBytes", GuestDiskReading::discardMaxBytes)
                        .titled("DISCARD"),
                Column.<GuestDiskReading>bytes("discardGranularityBytes", GuestDiskReading::discardGranularityBytes)
                        .notTabled(),
                Column.<GuestDiskReading>text("volumeId", disk -> volumeOf.get(disk.name()))
                        .titled("VOLUME"));
    }

    /** The volumes of one pool that a machine sees, as far as this scan saw them. */
    record PoolSum(
            long volumes, long provisionedBytes, @Nullable Long allocatedBytes) {
        static final PoolSum NONE = new PoolSum(0, 0, null);
    }

    private static PoolSum sum(Map<String, PoolSum> sums, PoolReading pool) {
        return sums.getOrDefault(pool.poolId(), PoolSum.NONE);
    }

    private static @Nullable Double ratio(@Nullable Long part, long whole) {
        return part == null || whole == 0 ? null : (double) part / whole;
    }

    private static Column<ScannedVolume> hidden(String name, Function<ScannedVolume, @Nullable String> value) {
        return Column.text(name, value).notTabled();
    }

    private static Column<ScannedVolume> hiddenBytes(String name, Function<ScannedVolume, @Nullable Long> value) {
        return Column.bytes(name, value).notTabled();
    }

    private static String lower(String constant) {
        return constant.toLowerCase(Locale.ROOT);
    }
}
