package io.ullage.job.row;

import io.ullage.schema.telemetry.GuestDiskReading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A disk as its guest sees it, in one interval. Key: {@code (hostId, disk.name, intervalStart)}; the last reading of the interval stands.
 *
 * @param hostId the machine that the guest agent runs on
 * @param machineId SMBIOS system UUID of it, where the firmware has one
 */
public record GuestDiskRow(
        Instant intervalStart,
        long revision,
        String hostId,
        @Nullable String machineId,
        Instant time,
        GuestDiskReading disk)
        implements Row {}
