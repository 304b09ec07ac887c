package io.ullage.schema.telemetry;

import io.ullage.schema.Require;
import org.jspecify.annotations.Nullable;

/**
 * A whole disk as the guest sees it, with the keys that find the volume behind it and what the guest holds on it.
 *
 * @param name kernel name, such as {@code sda}
 * @param serial as the guest reads it (VPD page 0x80 or virtio serial)
 * @param wwn NAA, EUI-64 or UUID name in lower case, without {@code 0x}
 * @param busAddress such as {@code pci-0000:00:03.0-scsi-0:0:0:0}, as in {@code /dev/disk/by-path}
 * @param backingFile of a loop device: absolute path on the same machine
 * @param liveBytes held by file systems, swap and volume managers, their metadata with them
 * @param freeBytes known to be free
 * @param unseenBytes in partitions or volumes that the guest agent cannot look into. The three sum to {@code sizeBytes}, or all
 *     three are absent
 * @param discardGranularityBytes queue limit; absent or zero where the disk takes no discard
 * @param discardMaxBytes queue limit; zero where the disk takes no discard
 */
public record GuestDiskReading(
        String source,
        String name,
        long sizeBytes,
        @Nullable String serial,
        @Nullable String wwn,
        @Nullable String busAddress,
        @Nullable String backingFile,
        @Nullable Long liveBytes,
        @Nullable Long freeBytes,
        @Nullable Long unseenBytes,
        @Nullable Long discardGranularityBytes,
        @Nullable Long discardMaxBytes,
        @Nullable Boolean rotational)
        implements Reading {
    public GuestDiskReading {
        Require.text("source", source);
        Require.text("name", name);
        Require.notNegative("sizeBytes", sizeBytes);
        Require.optionalText("serial", serial);
        Require.optionalText("wwn", wwn);
        Require.optionalText("busAddress", busAddress);
        Require.optionalText("backingFile", backingFile);
        Require.optionalNotNegative("liveBytes", liveBytes);
        Require.optionalNotNegative("freeBytes", freeBytes);
        Require.optionalNotNegative("unseenBytes", unseenBytes);
        Require.optionalNotNegative("discardGranularityBytes", discardGranularityBytes);
        Require.optionalNotNegative("discardMaxBytes", discardMaxBytes);
    }
}
