package io.ullage.job.utilisation;

import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.VolumeReading;
import java.util.Locale;

/**
 * Where both sides of a disk meet. A volume that is given to a machine meets that machine's disks; one that is given to nobody may yet be
 * open as a loop device on the host that it lies on; and one without a path meets nobody.
 */
final class JoinKey {
    private JoinKey() {}

    static String of(VolumeReading volume, String hostId) {
        if (volume.attachment() != null) {
            return machine(volume.attachment().machineId());
        }
        return volume.path() == null ? "volume:" + volume.volumeId() : file(hostId, volume.path());
    }

    static String of(GuestDiskReading disk, String machineId, String hostId) {
        return disk.backingFile() == null ? machine(machineId) : file(hostId, disk.backingFile());
    }

    private static String machine(String machineId) {
        return "machine:" + machineId.toLowerCase(Locale.ROOT);
    }

    private static String file(String hostId, String path) {
        return "file:" + hostId + ':' + path;
    }
}
