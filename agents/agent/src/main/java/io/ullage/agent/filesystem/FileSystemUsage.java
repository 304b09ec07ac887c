package io.ullage.agent.filesystem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How full one file system is.
 *
 * @param devices kernel names of the block devices that it lies on; more than one for btrfs with several
 * @param deviceBytes sizes of {@code devices}, summed
 * @param sizeBytes f_blocks × f_frsize
 * @param freeBytes f_bfree × f_frsize
 * @param availableBytes f_bavail × f_frsize
 * @param rawFreeBytes what is free on the devices: {@code freeBytes}, except where the file system stores copies of its data
 */
public record FileSystemUsage(
        List<String> devices,
        String type,
        String mountPoint,
        @Nullable String uuid,
        long deviceBytes,
        long sizeBytes,
        long freeBytes,
        long availableBytes,
        long rawFreeBytes,
        boolean onlineDiscard,
        boolean readOnly) {
    public FileSystemUsage {
        devices = List.copyOf(devices);
    }
}
