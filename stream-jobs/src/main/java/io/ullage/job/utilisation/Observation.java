package io.ullage.job.utilisation;

import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.VolumeReading;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one report says of the disks that meet under one key, on its way to the other side.
 *
 * @param joinKey under which both sides meet
 * @param machineId of the machine that sees the disks; the guest's hostId where it has no other; absent for a volume that is given to
 *     nobody
 * @param volumes from the host's side
 * @param guestDisks from the guest's
 */
public record Observation(
        String joinKey,
        @Nullable String machineId,
        String hostId,
        Instant time,
        List<HostVolume> volumes,
        List<GuestDiskReading> guestDisks) {

    /** @param snapshotBytes the most that the volume's snapshots may hold of its own blocks */
    public record HostVolume(VolumeReading volume, long snapshotBytes) {}

    static Observation ofVolume(
            String joinKey,
            @Nullable String machineId,
            String hostId,
            Instant time,
            VolumeReading volume,
            long snapshotBytes) {
        return new Observation(
                joinKey, machineId, hostId, time, List.of(new HostVolume(volume, snapshotBytes)), List.of());
    }

    static Observation ofGuestDisk(
            String joinKey, String machineId, String hostId, Instant time, GuestDiskReading disk) {
        return new Observation(joinKey, machineId, hostId, time, List.of(), List.of(disk));
    }
}
