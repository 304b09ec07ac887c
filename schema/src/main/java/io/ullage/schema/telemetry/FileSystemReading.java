package io.ullage.schema.telemetry;

import io.ullage.schema.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mounted file system, or an active swap area, as the guest sees it.
 *
 * @param device kernel name of the block device, such as {@code sda1} or {@code dm-0}
 * @param type as in {@code /proc/mounts}; {@code swap} for a swap area
 * @param mountPoint absent for swap
 * @param deviceBytes size of the block device beneath; absent where there is none
 * @param sizeBytes f_blocks × f_frsize: less than the device, the file system keeps its own metadata out
 * @param usedBytes (f_blocks − f_bfree) × f_frsize
 * @param freeBytes f_bfree × f_frsize
 * @param availableBytes f_bavail × f_frsize: free to an unprivileged user
 * @param onlineDiscard mounted with {@code discard}
 * @param disks names of the guest disks that it lies on
 */
public record FileSystemReading(
        String source,
        String device,
        String type,
        @Nullable String mountPoint,
        @Nullable String uuid,
        @Nullable Long deviceBytes,
        long sizeBytes,
        long usedBytes,
        long freeBytes,
        @Nullable Long availableBytes,
        boolean onlineDiscard,
        boolean readOnly,
        List<String> disks)
        implements Reading {
    public FileSystemReading {
        Require.text("source", source);
        Require.text("device", device);
        Require.text("type", type);
        Require.optionalText("mountPoint", mountPoint);
        Require.optionalText("uuid", uuid);
        Require.optionalNotNegative("deviceBytes", deviceBytes);
        Require.notNegative("sizeBytes", sizeBytes);
        Require.notNegative("usedBytes", usedBytes);
        Require.notNegative("freeBytes", freeBytes);
        Require.optionalNotNegative("availableBytes", availableBytes);
        disks = Require.texts("disks", disks);
    }
}
