package io.ullage.job.ledger;

import io.ullage.schema.Require;
import io.ullage.schema.telemetry.GuestDiskReading;
import org.jspecify.annotations.Nullable;

/**
 * What a guest holds on one of its disks, in bytes.
 *
 * @param sizeBytes of the disk, as the guest sees it
 */
public record GuestTotals(long sizeBytes, long liveBytes, long freeBytes, long unseenBytes) {
    public GuestTotals {
        Require.notNegative("sizeBytes", sizeBytes);
        Require.notNegative("liveBytes", liveBytes);
        Require.notNegative("freeBytes", freeBytes);
        Require.notNegative("unseenBytes", unseenBytes);
    }

    /** Absent where the guest tells nothing of what it holds. */
    public static @Nullable GuestTotals of(GuestDiskReading disk) {
        if (disk.liveBytes() == null || disk.freeBytes() == null || disk.unseenBytes() == null) {
            return null;
        }
        return new GuestTotals(disk.sizeBytes(), disk.liveBytes(), disk.freeBytes(), disk.unseenBytes());
    }
}
