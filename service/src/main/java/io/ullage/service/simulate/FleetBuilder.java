package io.ullage.service.simulate;

import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.AgentRole;
import io.ullage.schema.telemetry.Attachment;
import io.ullage.schema.telemetry.PoolKind;
import io.ullage.service.simulate.VolumeProfile.Format;
import io.ullage.service.simulate.VolumeProfile.Trim;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Throws the dice for a fleet: hosts, their pools, machines, their disks. */
final class FleetBuilder {
    private static final long GIB = 1L << 30;
    private static final int VOLUMES_PER_HOST = 40;
    private static final int MOST_DISKS = 4;
    static final String[] TENANTS = {"finance", "research", "web-shop", "logistics", "platform"};
    private static final String[] ROLES = {"db", "app", "web", "build", "mail", "file", "cache", "desk"};

    private final SimulationPlan plan;
    private final Chance chance;
    private final List<SimulatedHost> hosts = new ArrayList<>();
    private final List<SimulatedMachine> machines = new ArrayList<>();

    FleetBuilder(SimulationPlan plan) {
        this.plan = plan;
        this.chance = new Chance(plan.seed());
        int count = Math.max(1, plan.volumes() / VOLUMES_PER_HOST);
        for (int i = 0; i < count; i++) {
            hosts.add(host(i));
        }
        List<SimulatedVolume> volumes = new ArrayList<>();
        while (volumes.size() < plan.volumes()) {
            SimulatedHost host = hosts.get(machines.size() % hosts.size());
            int most = Math.min(MOST_DISKS, plan.volumes() - volumes.size());
            SimulatedMachine machine = machine(machines.size(), host, most);
            machines.add(machine);
            volumes.addAll(machine.disks);
        }
        hosts.forEach(this::sizePools);
    }

    List<SimulatedHost> hosts() {
        return hosts;
    }

    List<SimulatedMachine> machines() {
        return machines;
    }

    /** The generator of what happens later. */
    Chance chance() {
        return chance.split();
    }

    private String id(String kind, int index) {
        return String.format(Locale.ROOT, "sim-%d-%s%04d", plan.seed(), kind, index + 1);
    }

    private SimulatedHost host(int index) {
        String hostId = id("host", index);
        AgentIdentity agent =
                new AgentIdentity(hostId + "-agent", AgentRole.HOST, hostId, hostId, "sim-" + uuid(), "simulated");
        List<SimulatedPool> pools = new ArrayList<>();
        int count = chance.between(1, 3);
        for (int i = 0; i < count; i++) {
            PoolKind kind = chance.oneOf(
                    PoolKind.FILE_SYSTEM,
                    PoolKind.LVM_THIN,
                    PoolKind.DATASTORE,
                    PoolKind.STORAGE_REPOSITORY,
                    PoolKind.CEPH);
            String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + (i + 1);
            pools.add(new SimulatedPool(hostId + "-pool" + (i + 1), name, kind));
        }
        return new SimulatedHost(agent, pools);
    }

    private SimulatedMachine machine(int index, SimulatedHost host, int mostDisks) {
        boolean windows = chance.happens(0.25);
        String machineId = "sim-" + uuid();
        String name = "sim-" + chance.oneOf(ROLES) + "-" + (index + 1);
        AgentIdentity agent = chance.happens(0.8)
                ? new AgentIdentity(id("guest", index), AgentRole.GUEST, machineId, name, machineId, "simulated")
                : null;
        SimulatedMachine machine = new SimulatedMachine(
                machineId,
                name,
                agent,
                life(),
                platform(host.pools().get(0).kind),
                chance.oneOf(TENANTS),
                chance.happens(0.9) ? "cc-" + chance.between(100, 120) : null,
                chance.oneOf("production", "test", "development"),
                windows);
        MatchKey key = MatchKey.values()[chance.weighted(50, 10, 20, 15, 5)];
        int disks = Math.min(mostDisks, 1 + chance.weighted(55, 25, 12, 8));
        // without any key, one disk would still be found by its size
        boolean hidden = key == MatchKey.NONE && disks == 1;
        long equalGib = sizeGib();
        for (int i = 0; i < disks; i++) {
            // "by size" needs sizes that differ, "not at all" needs sizes that do not
            long gib = key == MatchKey.NONE ? equalGib : sizeGib() + (key == MatchKey.SIZE ? i * 600L : 0);
            SimulatedPool pool = host.pools().get(chance.between(0, host.pools().size() - 1));
            String volumeId = id("vm", index) + "-disk" + (i + 1);
            VolumeProfile profile =
                    profile(volumeId, name, i, gib * GIB, pool, key, hidden ? null : machineId, agent, windows);
            double held = profile.growth() == Growth.LINEAR ? chance.between(0.08, 0.5) : chance.between(0.08, 0.75);
            SimulatedVolume volume =
                    new SimulatedVolume(profile, pool.kind, held, chance.between(0.0, 0.2), chance.split());
            volume.machine = machine;
            volume.pool = pool;
            pool.add(volume);
            machine.disks.add(volume);
        }
        return machine;
    }

    private VolumeProfile profile(
            String volumeId,
            String machineName,
            int index,
            long provisionedBytes,
            SimulatedPool pool,
            MatchKey key,
            @Nullable String machineId,
            @Nullable AgentIdentity agent,
            boolean windows) {
        Format format = format(pool.kind);
        boolean thin = format == Format.QCOW2 || format == Format.RBD || chance.happens(0.7);
        long unit = format == Format.RAW ? 4096 : format.unitBytes;
        return new VolumeProfile(
                volumeId,
                machineName + "-disk" + (index + 1),
                format,
                thin,
                provisionedBytes,
                unit,
                format == Format.RAW ? 0 : (256 << 10) + provisionedBytes / (64 << 10) * 10 / unit * unit,
                windows ? "ntfs" : chance.oneOf("ext4", "xfs"),
                index == 0 && !windows && provisionedBytes >= 32 * GIB && chance.happens(0.5) ? 2 * GIB : 0,
                Growth.values()[chance.weighted(20, 30, 20, 15, 15)],
                Trim.values()[chance.weighted(50, 35, 15)],
                chance.happens(0.7),
                // without a guest agent only a look into the image tells anything
                chance.happens(agent == null ? 0.5 : 0.6),
                chance.happens(0.4),
                key,
                machineId == null ? null : attachment(machineId, volumeId, key),
                (windows ? "PhysicalDrive" + index : (format == Format.QCOW2 ? "vd" : "sd") + (char) ('a' + index)));
    }

    private static Attachment attachment(String machineId, String volumeId, MatchKey key) {
        return new Attachment(
                machineId,
                key == MatchKey.SERIAL ? serial(volumeId) : null,
                key == MatchKey.WWN ? wwn(volumeId) : null,
                key == MatchKey.BUS_ADDRESS ? busAddress(volumeId) : null);
    }

    static String serial(String volumeId) {
        return volumeId;
    }

    static String wwn(String volumeId) {
        return "sim-naa." + volumeId.substring("sim-".length());
    }

    static String busAddress(String volumeId) {
        return "pci-0000:00:05.0-scsi-0:0:0:" + (volumeId.charAt(volumeId.length() - 1) - '1');
    }

    private Format format(PoolKind kind) {
        return switch (kind) {
            case FILE_SYSTEM -> chance.happens(0.7) ? Format.QCOW2 : Format.RAW;
            case DATASTORE -> Format.VMDK;
            case STORAGE_REPOSITORY -> Format.VHD;
            case CEPH -> Format.RBD;
            case LVM_THIN, LVM_GROUP, ZPOOL, ARRAY -> Format.LVM_THIN;
        };
    }

    private static String platform(PoolKind kind) {
        return switch (kind) {
            case DATASTORE -> "vsphere";
            case STORAGE_REPOSITORY -> "xen";
            case FILE_SYSTEM, LVM_THIN, LVM_GROUP, ZPOOL, CEPH, ARRAY -> "kvm";
        };
    }

    private long sizeGib() {
        return new long[] {16, 32, 64, 128, 256, 512}[chance.weighted(15, 30, 25, 15, 10, 5)];
    }

    /** Most live all the time; some are born on the way, some are switched off and removed some time later. */
    private SimulatedMachine.Life life() {
        Instant start = plan.start();
        double hours = plan.history().toSeconds() / 3600.0;
        Instant born = chance.happens(0.1) ? after(start, chance.between(0.02, 0.7) * hours) : start;
        if (!chance.happens(0.08)) {
            return new SimulatedMachine.Life(born, null, null, false);
        }
        double left = Duration.between(born, plan.end()).toMinutes() / 60.0;
        double off = chance.between(0.1, 0.8) * left;
        Instant poweredOff = after(born, off);
        Instant removed = after(born, off + chance.between(0.1, 0.6) * (left - off));
        return new SimulatedMachine.Life(born, poweredOff, removed, chance.happens(0.35));
    }

    private static Instant after(Instant time, double hours) {
        return time.plusSeconds((long) StrictMath.floor(hours * 3600));
    }

    /** Over-commit differs from pool to pool, but nobody begins with a pool that is already full. */
    private void sizePools(SimulatedHost host) {
        for (SimulatedPool pool : host.pools()) {
            long provisioned = pool.volumes.stream()
                    .mapToLong(volume -> volume.profile.provisionedBytes())
                    .sum();
            double overCommit = chance.oneOf(0.7, 1.2, 1.8, 3.0);
            long other = (long) StrictMath.floor(provisioned * chance.between(0.0, 0.03));
            long least = (long) StrictMath.floor((pool.usedBytes() + other) * chance.between(1.05, 1.4));
            long capacity = Math.max((long) StrictMath.floor(provisioned / overCommit), least);
            pool.size(Math.max(1, (capacity + GIB - 1) / GIB) * GIB, other);
        }
    }

    private String uuid() {
        return new UUID(chance.bits(), chance.bits()).toString();
    }
}
