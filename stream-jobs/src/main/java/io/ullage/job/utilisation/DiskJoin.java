package io.ullage.job.utilisation;

import io.ullage.job.ledger.EstimatedLedger;
import io.ullage.job.ledger.GuestTotals;
import io.ullage.job.ledger.LedgerEstimator;
import io.ullage.job.match.DiskMatcher;
import io.ullage.job.match.GuestDisk;
import io.ullage.job.match.HostDisk;
import io.ullage.job.match.Matching;
import io.ullage.job.match.Side;
import io.ullage.job.row.LedgerRow;
import io.ullage.job.row.UnmatchedRow;
import io.ullage.job.utilisation.DiskViews.GuestView;
import io.ullage.job.utilisation.DiskViews.HostView;
import io.ullage.schema.telemetry.Attachment;
import io.ullage.schema.telemetry.GuestDiskReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rows of one interval, from what both sides said of the disks of one key. Pure. */
record DiskJoin(Instant intervalStart, long revision, List<LedgerRow> ledgers, List<UnmatchedRow> unmatched) {

    /**
     * @param host by volumeId, the views of the interval itself: without its host a disk has no ledger
     * @param guest by {@link GuestView#key}, the newest views of the interval or of one shortly before
     */
    static DiskJoin of(Instant intervalStart, long revision, Map<String, HostView> host, Map<String, GuestView> guest) {
        Matching matching = DiskMatcher.match(guestDisks(guest), hostDisks(host));
        Map<String, Matching.Match> byVolume = new HashMap<>();
        matching.matches().forEach(match -> byVolume.put(match.volumeId(), match));
        List<LedgerRow> ledgers = new ArrayList<>();
        new TreeMap<>(host).forEach((volumeId, view) -> {
            Matching.Match match = byVolume.get(volumeId);
            GuestView guestView = match == null ? null : guest.get(match.disk());
            ledgers.add(ledger(intervalStart, revision, view, match, guestView));
        });
        List<UnmatchedRow> unmatched = new ArrayList<>();
        for (Matching.Unmatched one : matching.unmatched()) {
            UnmatchedRow row = unmatched(intervalStart, revision, one, host, guest);
            if (row != null) {
                unmatched.add(row);
            }
        }
        return new DiskJoin(intervalStart, revision, ledgers, unmatched);
    }

    private static LedgerRow ledger(
            Instant intervalStart,
            long revision,
            HostView host,
            Matching.@Nullable Match match,
            @Nullable GuestView guest) {
        GuestTotals totals = guest == null ? null : GuestTotals.of(guest.disk());
        EstimatedLedger estimated = LedgerEstimator.estimate(host.volume(), totals, host.snapshotBytes());
        LedgerRow.GuestMatch guestMatch = guest == null || match == null
                ? null
                : new LedgerRow.GuestMatch(
                        guest.machineId(),
                        guest.disk().name(),
                        match.rule(),
                        Duration.between(guest.time(), host.time()).toSeconds(),
                        guest.disk().discardMaxBytes());
        List<String> anomalies = new ArrayList<>(host.volume().anomalies());
        anomalies.addAll(estimated.anomalies());
        return new LedgerRow(
                intervalStart,
                revision,
                host.hostId(),
                host.time(),
                host.volume(),
                estimated.ledger(),
                estimated.guestLiveBytes(),
                guestMatch,
                anomalies);
    }

    /** A volume that is given to no machine lacks no guest. */
    private static @Nullable UnmatchedRow unmatched(
            Instant intervalStart,
            long revision,
            Matching.Unmatched one,
            Map<String, HostView> host,
            Map<String, GuestView> guest) {
        boolean volume = one.side() == Side.VOLUME;
        HostView hostView = volume ? host.get(one.entityId()) : null;
        GuestView guestView = volume ? null : guest.get(one.entityId());
        if (hostView != null && hostView.machineId() != null) {
            return new UnmatchedRow(
                    intervalStart,
                    revision,
                    hostView.machineId(),
                    Side.VOLUME,
                    one.entityId(),
                    hostView.volume().provisionedBytes(),
                    one.reason(),
                    diskNames(one.candidates(), guest),
                    false);
        }
        if (guestView == null) {
            return null;
        }
        return new UnmatchedRow(
                intervalStart,
                revision,
                guestView.machineId(),
                Side.GUEST_DISK,
                guestView.disk().name(),
                guestView.disk().sizeBytes(),
                one.reason(),
                one.candidates(),
                false);
    }

    private static List<String> diskNames(List<String> keys, Map<String, GuestView> guest) {
        return keys.stream().map(key -> guest.get(key).disk().name()).toList();
    }

    private static List<GuestDisk> guestDisks(Map<String, GuestView> views) {
        List<GuestDisk> disks = new ArrayList<>();
        views.forEach((key, view) -> {
            GuestDiskReading disk = view.disk();
            disks.add(new GuestDisk(
                    key,
                    view.hostId(),
                    disk.backingFile(),
                    disk.serial(),
                    disk.wwn(),
                    disk.busAddress(),
                    disk.sizeBytes()));
        });
        return disks;
    }

    private static List<HostDisk> hostDisks(Map<String, HostView> views) {
        List<HostDisk> disks = new ArrayList<>();
        views.forEach((volumeId, view) -> {
            Attachment attachment = view.volume().attachment();
            disks.add(new HostDisk(
                    volumeId,
                    view.hostId(),
                    view.volume().path(),
                    attachment == null ? null : attachment.serial(),
                    attachment == null ? null : attachment.wwn(),
                    attachment == null ? null : attachment.busAddress(),
                    view.volume().provisionedBytes()));
        });
        return disks;
    }
}
