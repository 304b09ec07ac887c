package io.ullage.job.utilisation;

import io.ullage.schema.telemetry.Attachment;
import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.VolumeReading;
import java.util.Locale;

/**
 * Where both sides of a disk meet. A volume that is given to a machine meets that machine's disks; one that the host itself has open, or
 * that is given to nobody, may be a loop device on the host that it lies on; and one without a path meets nobody.
 */
final class JoinKey {
    private JoinKey() {}

    /** @param ownMachineId by which the host calls itself */
    static String of(VolumeReading volume, String ownMachineId, String hostId) {
        Attachment attachment = volume.attachment();
        if (attachment != null && !(volume.path() != null && isLoop(attachment, ownMachineId))) {
            return machine(attachment.machineId());
        }
        return volume.path() == null ? "volume:" + volume.volumeId() : file(hostId, volume.path());
    }

    static String of(GuestDiskReading disk, String machineId, String hostId) {
        return disk.backingFile() == null ? machine(machineId) : file(hostId, disk.backingFile());
    }

    /** A loop device is known by its file and by nothing else. */
    private static boolean isLoop(Attachment attachment, String ownMachineId) {
        return attachment.machineId().equalsIgnoreCase(ownMachineId)
                && attachment.serial() == null
                && attachment.wwn() == null
                && attachment.busAddress() == null;
    }

    private static String machine(String machineId) {
        return "machine:" + machineId.toLowerCase(Locale.ROOT);
    }

    private static String file(String hostId, String path) {
        return "file:" + hostId + ':' + path;
    }
}
