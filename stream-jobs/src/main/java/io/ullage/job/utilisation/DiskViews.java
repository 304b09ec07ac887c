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
 * @param guestDisks by name
 * @param complaints unmatched rows that stand, by side and entity
 * @param emittedRevision of the rows written last; zero where none were
 * @param dueMillis wall clock at which they are written again; absent where nothing has changed
 * @param expiresMillis wall clock after which the interval is forgotten
 */
public record DiskViews(
        Map<String, HostView> volumes,
        Map<String, GuestView> guestDisks,
        Map<String, UnmatchedRow> complaints,
        long emittedRevision,
        @Nullable Long dueMillis,
        long expiresMillis) {

    public record HostView(
            Instant time, String hostId, @Nullable String machineId, VolumeReading volume, long snapshotBytes) {}

    public record GuestView(Instant time, String hostId, String machineId, GuestDiskReading disk) {}

    static DiskViews none() {
        return new DiskViews(Map.of(), Map.of(), Map.of(), 0, null, 0);
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
            return new DiskViews(merged, guestDisks, complaints, emittedRevision, dueMillis, expiresMillis);
        }
        if (seen.guestDisk() == null || seen.machineId() == null) {
            return this;
        }
        GuestView before = guestDisks.get(seen.guestDisk().name());
        if (before != null && !later(seen, before.time, before.hostId)) {
            return this;
        }
        Map<String, GuestView> merged = new HashMap<>(guestDisks);
        merged.put(
                seen.guestDisk().name(), new GuestView(seen.time(), seen.hostId(), seen.machineId(), seen.guestDisk()));
        return new DiskViews(volumes, merged, complaints, emittedRevision, dueMillis, expiresMillis);
    }

    /** Two hosts may read a shared volume at the same moment: then the answer must not hang on which message came first. */
    private static boolean later(Observation seen, Instant time, String hostId) {
        int byTime = seen.time().compareTo(time);
        return byTime > 0 || byTime == 0 && seen.hostId().compareTo(hostId) > 0;
    }

    DiskViews due(@Nullable Long atMillis) {
        return new DiskViews(volumes, guestDisks, complaints, emittedRevision, atMillis, expiresMillis);
    }

    DiskViews expiring(long atMillis) {
        return new DiskViews(volumes, guestDisks, complaints, emittedRevision, dueMillis, atMillis);
    }

    DiskViews emitted(long revision, Map<String, UnmatchedRow> standing) {
        return new DiskViews(volumes, guestDisks, standing, revision, null, expiresMillis);
    }
}
