package io.ullage.service.estate;

import io.ullage.service.store.StoreSessions;
import java.sql.SQLException;
import java.util.List;

/** What a volume is within its machine: the guest's disk, and the file systems on it. */
public final class Guests {
    private static final String DISKS =
            "SELECT * FROM guest_disk_latest WHERE disk = ? AND (host_id = ? OR machine_id = ?)";
    private static final String FILE_SYSTEMS =
            "SELECT * FROM file_system_latest WHERE has(disks, ?) AND (host_id = ? OR machine_id = ?) ORDER BY mount_point";

    private final StoreSessions store;

    public Guests(StoreSessions store) {
        this.store = store;
    }

    /**
     * What the guest says.
     *
     * @param disks the one that the volume is, as its guest sees it; empty where nobody knows
     * @param fileSystems those that have a part of it
     */
    public record Guest(List<Row> disks, List<Row> fileSystems) {}

    /** @param volume one that the one who asks may see */
    public Guest of(VolumeEntry volume) throws SQLException {
        return new Guest(read(DISKS, volume), fileSystems(volume));
    }

    /** Those that have a part of a volume that the one who asks may see. */
    public List<Row> fileSystems(VolumeEntry volume) throws SQLException {
        return read(FILE_SYSTEMS, volume);
    }

    private List<Row> read(String sql, VolumeEntry volume) throws SQLException {
        String machine = volume.machineId();
        String disk = volume.guestDisk();
        if (machine == null || disk == null) {
            return List.of();
        }
        return store.read(sql, disk, machine, machine).rows().stream()
                .map(Row::new)
                .toList();
    }
}
