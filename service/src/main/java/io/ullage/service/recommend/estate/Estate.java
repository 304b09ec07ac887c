package io.ullage.service.recommend.estate;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Everything that the rules look at, of one moment. Immutable. */
public final class Estate {
    private final Instant time;
    private final Map<String, Volume> volumes;
    private final Map<String, Pool> pools;
    private final List<Snapshot> snapshots;
    private final Map<String, Machine> machines;
    private final List<HostDisk> hostDisks;
    private final Map<String, Sketch> sketches;
    private final Map<String, Activity> activity;
    private final Map<String, Disuse> disuse;
    private final Map<String, Filling> fillings;
    private final Map<String, List<Volume>> children;
    private final Map<String, List<Snapshot>> snapshotsByVolume;
    private final Map<String, List<FileSystem>> fileSystemsByMachine;

    /**
     * @param time of the newest reading; the rules reckon ages from it
     * @param sketches by volume
     * @param activity by volume
     * @param disuse by volume, of those that are not used now
     * @param fillings by pool, where somebody forecast it
     */
    public Estate(
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
        this.time = time;
        this.volumes = Map.copyOf(volumes);
        this.pools = Map.copyOf(pools);
        this.snapshots = List.copyOf(snapshots);
        this.machines = Map.copyOf(machines);
        this.hostDisks = List.copyOf(hostDisks);
        this.sketches = Map.copyOf(sketches);
        this.activity = Map.copyOf(activity);
        this.disuse = Map.copyOf(disuse);
        this.fillings = Map.copyOf(fillings);
        this.children = volumes.values().stream()
                .filter(volume -> volume.parentVolumeId() != null)
                .collect(Collectors.groupingBy(Volume::parentVolumeId));
        // An overlay stands among the snapshots of its parent, and among the volumes.
        this.snapshotsByVolume = snapshots.stream()
                .filter(snapshot -> !volumes.containsKey(snapshot.snapshotId()))
                .collect(Collectors.groupingBy(Snapshot::volumeId));
        // A loop device is a disk of the host itself, which its volume knows by the agent's name and not by the SMBIOS
        // UUID.
        this.fileSystemsByMachine = fileSystems.stream()
                .flatMap(one -> one.machines().stream().map(machine -> Map.entry(machine, one)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    public Instant time() {
        return time;
    }

    public Map<String, Volume> volumes() {
        return volumes;
    }

    public Map<String, Pool> pools() {
        return pools;
    }

    /** Overlays with them. */
    public List<Snapshot> snapshots() {
        return snapshots;
    }

    public Map<String, Machine> machines() {
        return machines;
    }

    public List<HostDisk> hostDisks() {
        return hostDisks;
    }

    public Map<String, Sketch> sketches() {
        return sketches;
    }

    public Map<String, Activity> activity() {
        return activity;
    }

    public Map<String, Disuse> disuse() {
        return disuse;
    }

    public Map<String, Filling> fillings() {
        return fillings;
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
        return children.getOrDefault(volume.volumeId(), List.of());
    }

    /** Snapshots that hold blocks of a volume back; not its overlays. */
    public List<Snapshot> snapshotsOf(Volume volume) {
        return snapshotsByVolume.getOrDefault(volume.volumeId(), List.of());
    }

    /** Mounted file systems that lie on a volume, as its guest says. */
    public List<FileSystem> fileSystemsOn(Volume volume) {
        String disk = volume.guestDisk();
        String machine = volume.machineId();
        if (disk == null || machine == null) {
            return List.of();
        }
        return fileSystemsByMachine.getOrDefault(machine, List.of()).stream()
                .filter(one -> one.disks().contains(disk) && !one.mountPoint().isEmpty())
                .sorted(Comparator.comparing(FileSystem::mountPoint))
                .toList();
    }

    /** For a reader: rows by their key. */
    static <T> Map<String, T> by(Function<T, String> key, Collection<T> rows) {
        return rows.stream().collect(Collectors.toMap(key, Function.identity(), (one, same) -> same));
    }
}
