package io.ullage.service.recommend.estate;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mounted file system or an active swap area, as last read.
 *
 * @param hostId of the agent that read it
 * @param machineId of the machine that the agent runs on; absent where it does not know
 * @param mountPoint empty for swap
 * @param type as in {@code /proc/mounts}
 * @param onlineDiscard mounted with {@code discard}
 * @param disks of that machine that it lies on
 */
public record FileSystem(
        String hostId,
        @Nullable String machineId,
        String device,
        String mountPoint,
        String type,
        long sizeBytes,
        long usedBytes,
        long freeBytes,
        boolean onlineDiscard,
        boolean readOnly,
        List<String> disks) {
    public FileSystem {
        disks = List.copyOf(disks);
    }

    /** By which its machine may be known: its SMBIOS UUID, and the agent's own name for it. */
    Set<String> machines() {
        return machineId == null || machineId.equals(hostId) ? Set.of(hostId) : Set.of(machineId, hostId);
    }
}
