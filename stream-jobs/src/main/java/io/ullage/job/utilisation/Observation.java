package io.ullage.job.utilisation;

import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.VolumeReading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A disk seen from one side, on its way to the other. Exactly one of {@code volume} and {@code guestDisk} is there.
 *
 * @param joinKey under which both sides meet
 * @param machineId of the machine that sees the disk; the guest's hostId where it has no other; absent for a volume that is given to
 *     nobody
 * @param snapshotBytes the most that the volume's snapshots may hold of its own blocks
 */
public record Observation(
        String joinKey,
        @Nullable String machineId,
        String hostId,
        Instant time,
        @Nullable VolumeReading volume,
        long snapshotBytes,
        @Nullable GuestDiskReading guestDisk) {}
