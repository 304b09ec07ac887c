package io.ullage.service.recommend.estate;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything that the rules look at, of one moment.
 *
 * @param time of the newest reading; the rules reckon ages from it
 * @param sketches by volume
 * @param activity by volume
 * @param disuse by volume, of those that are not used now
 * @param fillings by pool, where somebody forecast it
 */
public record Estate(
        Instant time,
        Map<String, Volume> volumes,
        Map<String, Pool> pools,
        List<Snapshot> snapshots,
        Map<String, Machine> machines,
        List<FileSystem> fileSystems,
        List<HostDisk> hostDisks,
        Map<String, Sketch> sketches,
        Map<String, Activity> activity,
        Map<String, Disuse> disuse,
        Map<String, Filling> fillings) {
    public Estate {
        volumes = Map.copyOf(volumes);
        pools = Map.copyOf(pools);
        snapshots = List.copyOf(snapshots);
        machines = Map.copyOf(machines);
        fileSystems = List.copyOf(fileSystems);
        hostDisks = List.copyOf(hostDisks);
        sketches = Map.copyOf(sketches);
        activity = Map.copyOf(activity);
        disuse = Map.copyOf(disuse);
        fillings = Map.copyOf(fillings);
    }

    /** Volumes that a machine sees, or could, in the order of their ids. */
    public List<Volume> disks() {
        return volumes.values().stream()
                .filter(Volume::isDisk)
                .sorted(Comparator.comparing(Volume::volumeId))
                .toList();
    }

    public Optional<Volume> volume(String volumeId) {
        return Optional.ofNullable(volumes.get(volumeId));
    }

    public Optional<Pool> pool(String poolId) {
        return Optional.ofNullable(pools.get(poolId));
    }

    public Optional<Machine> machineOf(Volume volume) {
        return Optional.ofNullable(volume.machineId()).map(machines::get);
    }

    /** Overlays of a volume. */
    public List<Volume> childrenOf(Volume volume) {
        return volumes.values().stream()
                .filter(other -> volume.volumeId().equals(other.parentVolumeId()))
                .toList();
    }

    /** Snapshots that hold blocks of a volume back; not its overlays. */
    public List<Snapshot> snapshotsOf(Volume volume) {
        return snapshots.stream()
                .filter(snapshot ->
                        snapshot.volumeId().equals(volume.volumeId()) && !volumes.containsKey(snapshot.snapshotId()))
                .toList();
    }

    /** Mounted file systems that lie on a volume, as its guest says. */
    public List<FileSystem> fileSystemsOn(Volume volume) {
        String disk = volume.guestDisk();
        if (disk == null || volume.machineId() == null) {
            return List.of();
        }
        return fileSystems.stream()
                .filter(fileSystem -> fileSystem.machine().equals(volume.machineId())
                        && fileSystem.disks().contains(disk)
                        && !fileSystem.mountPoint().isEmpty())
                .sorted(Comparator.comparing(FileSystem::mountPoint))
                .toList();
    }

    /** For a reader: rows by their key. */
    static <T> Map<String, T> by(Function<T, String> key, Collection<T> rows) {
        return rows.stream().collect(Collectors.toMap(key, Function.identity(), (one, same) -> same));
    }
}
