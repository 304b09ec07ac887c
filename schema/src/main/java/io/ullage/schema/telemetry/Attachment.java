package io.ullage.schema.telemetry;

import io.ullage.schema.Require;
import org.jspecify.annotations.Nullable;

/**
 * To which machine, and as which of its disks, a volume is given. Every key that the host knows is filled; the job tries them in the
 * order serial, WWN, bus address, size.
 *
 * @param machineId SMBIOS system UUID of the machine (lower case)
 */
public record Attachment(
        String machineId,
        @Nullable String serial,
        @Nullable String wwn,
        @Nullable String busAddress) {
    public Attachment {
        Require.text("attachment.machineId", machineId);
        Require.optionalText("attachment.serial", serial);
        Require.optionalText("attachment.wwn", wwn);
        Require.optionalText("attachment.busAddress", busAddress);
    }
}
