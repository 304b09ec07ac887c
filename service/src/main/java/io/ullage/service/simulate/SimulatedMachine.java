package io.ullage.service.simulate;

import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.FileSystemReading;
import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.Inventory;
import io.ullage.schema.telemetry.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A virtual machine: whose it is, its disks, and its guest agent if it has one. */
final class SimulatedMachine {
    final String machineId;
    final String name;
    final @Nullable AgentIdentity agent;
    final List<SimulatedVolume> disks = new ArrayList<>();
    /** What its host knows it by; differs from {@code machineId} in no machine, but the orphan's is gone. */
    final Instant born;

    final @Nullable Instant poweredOff;
    final @Nullable Instant removed;
    /** Its disks were forgotten when it was removed. */
    final boolean leavesDisks;

    private final String platform;
    private String tenant;
    private final @Nullable String costCentre;
    private final String environment;
    private final boolean windows;

    SimulatedMachine(
            String machineId,
            String name,
            @Nullable AgentIdentity agent,
            Life life,
            String platform,
            String tenant,
            @Nullable String costCentre,
            String environment,
            boolean windows) {
        this.machineId = machineId;
        this.name = name;
        this.agent = agent;
        this.born = life.born();
        this.poweredOff = life.poweredOff();
        this.removed = life.removed();
        this.leavesDisks = life.leavesDisks();
        this.platform = platform;
        this.tenant = tenant;
        this.costCentre = costCentre;
        this.environment = environment;
        this.windows = windows;
    }

    /** From when to when. */
    record Life(
            Instant born,
            @Nullable Instant poweredOff,
            @Nullable Instant removed,
            boolean leavesDisks) {}

    /** From now on it is somebody else's. */
    void handOver(String newTenant) {
        tenant = newTenant;
    }

    boolean existsAt(Instant time) {
        return !time.isBefore(born) && (removed == null || time.isBefore(removed));
    }

    boolean runsAt(Instant time) {
        return existsAt(time) && (poweredOff == null || time.isBefore(poweredOff));
    }

    Inventory inventory(Instant since, boolean poweredOn) {
        return new Inventory(
                Inventory.VERSION,
                "simulation",
                machineId,
                name,
                platform,
                tenant,
                costCentre,
                poweredOn,
                since,
                Map.of("environment", environment));
    }

    /** What the guest agent sees. */
    List<Reading> guestReadings() {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < disks.size(); i++) {
            SimulatedVolume volume = disks.get(i);
            if (volume.pool != null) {
                readings.add(disk(volume));
                fileSystems(volume, i, readings);
            }
        }
        return readings;
    }

    private static GuestDiskReading disk(SimulatedVolume volume) {
        VolumeProfile profile = volume.profile;
        String volumeId = profile.volumeId();
        long granularity = profile.discards() ? profile.unitBytes() : 0;
        return new GuestDiskReading(
                "simulation",
                profile.guestName(),
                profile.provisionedBytes(),
                profile.matchKey() == MatchKey.SERIAL ? FleetBuilder.serial(volumeId) : null,
                profile.matchKey() == MatchKey.WWN ? FleetBuilder.wwn(volumeId) : null,
                profile.matchKey() == MatchKey.BUS_ADDRESS ? FleetBuilder.busAddress(volumeId) : null,
                null,
                volume.heldBytes(),
                profile.provisionedBytes() - volume.heldBytes(),
                0L,
                granularity,
                profile.discards() ? 2L << 30 : 0,
                false);
    }

    /** The file system's own metadata, its journal with it, is held and yet not shown as used. */
    private void fileSystems(SimulatedVolume volume, int index, List<Reading> readings) {
        VolumeProfile profile = volume.profile;
        String device = profile.guestName();
        boolean swap = profile.swapBytes() > 0;
        if (swap) {
            readings.add(new FileSystemReading(
                    "simulation",
                    device + "2",
                    "swap",
                    null,
                    null,
                    profile.swapBytes(),
                    profile.swapBytes(),
                    0,
                    profile.swapBytes(),
                    null,
                    false,
                    false,
                    List.of(device)));
        }
        long deviceBytes = profile.provisionedBytes() - profile.swapBytes();
        long heldBytes = Math.max(0, volume.heldBytes() - profile.swapBytes());
        long overheadBytes = Math.min(heldBytes, deviceBytes / 64);
        long sizeBytes = deviceBytes - overheadBytes;
        long usedBytes = heldBytes - overheadBytes;
        readings.add(new FileSystemReading(
                "simulation",
                device + "1",
                profile.fileSystem(),
                mountPoint(index),
                null,
                deviceBytes,
                sizeBytes,
                usedBytes,
                sizeBytes - usedBytes,
                Math.max(0, sizeBytes - usedBytes - (windows ? 0 : sizeBytes / 20)),
                profile.trim() == VolumeProfile.Trim.ONLINE,
                false,
                List.of(device)));
    }

    private String mountPoint(int index) {
        if (windows) {
            return (char) ('C' + index) + ":\\";
        }
        return index == 0 ? "/" : "/data" + index;
    }
}
