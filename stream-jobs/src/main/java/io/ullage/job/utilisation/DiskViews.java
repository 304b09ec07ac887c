package io.ullage.job.utilisation;

import io.ullage.job.row.UnmatchedRow;
import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.VolumeReading;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * State: what both sides said of the disks that meet under one key, in one interval. Of each disk the last reading stands.
 *
 * @param volumes by volumeId
 * @param guestDisks by {@link GuestView#key}: machines that share a worthless UUID do not overwrite each other's disks
 * @param complaints unmatched rows that stand, by side and entity
 * @param emittedRevision in state of version 0.1 only: today it stands in the {@link IntervalMark}
 * @param expiresMillis the same
 */
public record DiskViews(
        Map<String, HostView> volumes,
        Map<String, GuestView> guestDisks,
        Map<String, UnmatchedRow> complaints,
        long emittedRevision,
        long expiresMillis) {

    public record HostView(
            Instant time, String hostId, @Nullable String machineId, VolumeReading volume, long snapshotBytes) {}

    public record GuestView(Instant time, String hostId, String machineId, GuestDiskReading disk) {
        String key() {
            return hostId + "/" + disk.name();
        }
    }

    static DiskViews none() {
        return new DiskViews(Map.of(), Map.of(), Map.of(), 0, 0);
    }

    /** With what one more report says; the same object where equal or later readings are there. */
    DiskViews with(Observation seen) {
        Map<String, HostView> host = new HashMap<>(volumes);
        Map<String, GuestView> guest = new HashMap<>(guestDisks);
        boolean changed = false;
        for (Observation.HostVolume volume : seen.volumes()) {
            String key = volume.volume().volumeId();
            HostView before = host.get(key);
            if (before == null || later(seen, before.time, before.hostId)) {
                host.put(
                        key,
                        new HostView(
                                seen.time(), seen.hostId(), seen.machineId(), volume.volume(), volume.snapshotBytes()));
                changed = true;
            }
        }
        String machineId = seen.machineId();
        if (machineId != null) {
            for (GuestDiskReading disk : seen.guestDisks()) {
                GuestView view = new GuestView(seen.time(), seen.hostId(), machineId, disk);
                GuestView before = guest.get(view.key());
                if (before == null || later(seen, before.time, before.hostId)) {
                    guest.put(view.key(), view);
                    changed = true;
                }
            }
        }
        return changed ? new DiskViews(host, guest, complaints, emittedRevision, expiresMillis) : this;
    }

    /** Two hosts may read a shared volume at the same moment: then the answer must not hang on which message came first. */
    private static boolean later(Observation seen, Instant time, String hostId) {
        int byTime = seen.time().compareTo(time);
        return byTime > 0 || byTime == 0 && seen.hostId().compareTo(hostId) > 0;
    }

    DiskViews complaining(Map<String, UnmatchedRow> standing) {
        return new DiskViews(volumes, guestDisks, standing, emittedRevision, expiresMillis);
    }

    /** The times of all readings that stand, added up. */
    long timesMillis() {
        long sum = 0;
        for (HostView view : volumes.values()) {
            sum += view.time.toEpochMilli();
        }
        for (GuestView view : guestDisks.values()) {
            sum += view.time.toEpochMilli();
        }
        return sum;
    }
}
