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
 * @param emittedRevision of the rows written last; zero where none were
 * @param expiresMillis wall clock after which the interval is forgotten
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

    /** With one more reading; the same object where an equal or later one is there. */
    DiskViews with(Observation seen) {
        if (seen.volume() != null) {
            HostView before = volumes.get(seen.volume().volumeId());
            if (before != null && !later(seen, before.time, before.hostId)) {
                return this;
            }
            Map<String, HostView> merged = new HashMap<>(volumes);
            merged.put(
                    seen.volume().volumeId(),
                    new HostView(seen.time(), seen.hostId(), seen.machineId(), seen.volume(), seen.snapshotBytes()));
            return new DiskViews(merged, guestDisks, complaints, emittedRevision, expiresMillis);
        }
        if (seen.guestDisk() == null || seen.machineId() == null) {
            return this;
        }
        GuestView view = new GuestView(seen.time(), seen.hostId(), seen.machineId(), seen.guestDisk());
        GuestView before = guestDisks.get(view.key());
        if (before != null && !later(seen, before.time, before.hostId)) {
            return this;
        }
        Map<String, GuestView> merged = new HashMap<>(guestDisks);
        merged.put(view.key(), view);
        return new DiskViews(volumes, merged, complaints, emittedRevision, expiresMillis);
    }

    /** Two hosts may read a shared volume at the same moment: then the answer must not hang on which message came first. */
    private static boolean later(Observation seen, Instant time, String hostId) {
        int byTime = seen.time().compareTo(time);
        return byTime > 0 || byTime == 0 && seen.hostId().compareTo(hostId) > 0;
    }

    DiskViews expiring(long atMillis) {
        return new DiskViews(volumes, guestDisks, complaints, emittedRevision, atMillis);
    }

    DiskViews emitted(long revision, Map<String, UnmatchedRow> standing) {
        return new DiskViews(volumes, guestDisks, standing, revision, expiresMillis);
    }

    boolean empty() {
        return volumes.isEmpty() && guestDisks.isEmpty();
    }

    /** Grows with every reading that is taken in: the times of all that are there, counted from {@code baseMillis}. */
    long knowledge(long baseMillis) {
        long sum = 0;
        for (HostView view : volumes.values()) {
            sum += view.time.toEpochMilli() - baseMillis + 1;
        }
        for (GuestView view : guestDisks.values()) {
            sum += view.time.toEpochMilli() - baseMillis + 1;
        }
        return sum;
    }
}
