package io.ullage.service.recommend.estate;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Ledger;
import io.ullage.schema.telemetry.PoolKind;
import io.ullage.schema.telemetry.Provisioning;
import io.ullage.schema.telemetry.SnapshotKind;
import io.ullage.schema.telemetry.VolumeUse;
import io.ullage.service.recommend.estate.Snapshot.Returned;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Estates for tests, put together piece by piece. */
public final class EstateMaker {
    public static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    public static final long GIB = 1L << 30;

    private final Map<String, Volume> volumes = new LinkedHashMap<>();
    private final Map<String, Pool> pools = new LinkedHashMap<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private final List<FileSystem> fileSystems = new ArrayList<>();
    private final List<HostDisk> hostDisks = new ArrayList<>();
    private final Map<String, Sketch> sketches = new LinkedHashMap<>();
    private final Map<String, Activity> activity = new LinkedHashMap<>();
    private final Map<String, Disuse> disuse = new LinkedHashMap<>();
    private final Map<String, Filling> fillings = new LinkedHashMap<>();

    public Estate estate() {
        return new Estate(
                NOW, volumes, pools, snapshots, machines, fileSystems, hostDisks, sketches, activity, disuse, fillings);
    }

    public EstateMaker pool(String id, PoolKind kind, long capacity, long used, @Nullable Double dedup) {
        pools.put(id, new Pool(id, id, kind, "/srv/" + id, capacity, used, capacity - used, null, null, dedup, 1));
        return this;
    }

    public EstateMaker pool(Pool pool) {
        pools.put(pool.poolId(), pool);
        return this;
    }

    /** Adds it. */
    public EstateMaker volume(Disk disk) {
        volumes.put(disk.id, disk.volume());
        return this;
    }

    public EstateMaker snapshot(
            String id, String volumeId, SnapshotKind kind, @Nullable Instant created, @Nullable Long exclusive) {
        return snapshot(id, volumeId, kind, created, exclusive, null, null, "YES");
    }

    public EstateMaker snapshot(
            String id,
            String volumeId,
            SnapshotKind kind,
            @Nullable Instant created,
            @Nullable Long exclusive,
            @Nullable Long withOlder,
            @Nullable Returned returned,
            String fits) {
        snapshots.add(new Snapshot(
                id, volumeId, "pool", id, kind, created, exclusive, exclusive, withOlder, returned, 0L, fits));
        return this;
    }

    public EstateMaker machine(String id, @Nullable Boolean on, Instant since) {
        machines.put(id, new Machine(id, "name of " + id, "kvm", "acme", on, since));
        return this;
    }

    public EstateMaker fileSystem(String machine, String mountPoint, String type, boolean onlineDiscard, String disk) {
        fileSystems.add(new FileSystem(
                "agent of " + machine,
                machine,
                disk + "1",
                mountPoint,
                type,
                10 * GIB,
                GIB,
                9 * GIB,
                onlineDiscard,
                false,
                List.of(disk)));
        return this;
    }

    public EstateMaker hostDisk(HostDisk disk) {
        hostDisks.add(disk);
        return this;
    }

    public EstateMaker sketch(Sketch sketch) {
        sketches.put(sketch.volumeId(), sketch);
        return this;
    }

    public EstateMaker activity(String volumeId, long unchangedDays) {
        activity.put(volumeId, new Activity(LocalDate.of(2026, 8, 1), LocalDate.of(2026, 11, 1), 90, unchangedDays));
        return this;
    }

    public EstateMaker disuse(String volumeId, Instant firstRead, @Nullable Instant usedAt) {
        disuse.put(volumeId, new Disuse(firstRead, usedAt, 100));
        return this;
    }

    public EstateMaker filling(Filling filling) {
        fillings.put(filling.poolId(), filling);
        return this;
    }

    /** A qcow2 file of 10 GiB in {@code pool}, whose guest is not seen; whatever a test changes, it changes here. */
    public static final class Disk {
        private final String id;
        private String pool = "pool";
        private String format = "qcow2";
        private Provisioning provisioning = Provisioning.THIN;
        private @Nullable String machine;
        private @Nullable String parent;
        private boolean inUse;
        private long live;
        private Estimate dead = Estimate.exact(0);
        private long stranded;
        private long zeroed;
        private Estimate reserved = Estimate.exact(0);
        private long unseen;
        private long provisioned = 10 * GIB;
        private @Nullable Long snapshot;
        private @Nullable Long held;
        private @Nullable String guestDisk;
        private @Nullable Long discardMax;
        private @Nullable Long allocated;
        private @Nullable String path;

        private Disk(String id) {
            this.id = id;
            this.path = "/srv/pool/" + id;
        }

        public static Disk of(String id) {
            return new Disk(id);
        }

        public Disk in(String newPool) {
            pool = newPool;
            return this;
        }

        public Disk format(String newFormat, @Nullable String newPath) {
            format = newFormat;
            path = newPath;
            return this;
        }

        public Disk thick() {
            provisioning = Provisioning.THICK;
            return this;
        }

        public Disk of(@Nullable String newMachine, boolean open) {
            machine = newMachine;
            inUse = open;
            return this;
        }

        public Disk on(String newParent) {
            parent = newParent;
            return this;
        }

        public Disk guest(String disk, long heldBytes, @Nullable Long discardMaxBytes) {
            guestDisk = disk;
            held = heldBytes;
            discardMax = discardMaxBytes;
            return this;
        }

        /** The file systems inside were read from outside. */
        public Disk readable(long heldBytes) {
            held = heldBytes;
            return this;
        }

        public Disk live(long bytes) {
            live = bytes;
            return this;
        }

        public Disk dead(long bytes) {
            dead = Estimate.exact(bytes);
            return this;
        }

        public Disk dead(long low, long best, long high) {
            dead = low == high ? Estimate.exact(best) : Estimate.bounded(low, best, high);
            return this;
        }

        public Disk stranded(long bytes) {
            stranded = bytes;
            return this;
        }

        public Disk zeroed(long bytes) {
            zeroed = bytes;
            return this;
        }

        public Disk reserved(long bytes) {
            reserved = Estimate.exact(bytes);
            return this;
        }

        public Disk unseen(long bytes) {
            unseen = bytes;
            return this;
        }

        public Disk provisioned(long bytes) {
            provisioned = bytes;
            return this;
        }

        public Disk snapshots(@Nullable Long bytes) {
            snapshot = bytes;
            return this;
        }

        public Disk allocated(@Nullable Long bytes) {
            allocated = bytes;
            return this;
        }

        public Disk with(UnaryOperator<Disk> change) {
            return change.apply(this);
        }

        private long mapped() {
            return live + dead.bestBytes() + stranded + zeroed + reserved.bestBytes() + unseen;
        }

        public Volume volume() {
            long own = mapped();
            return new Volume(
                    id,
                    id,
                    pool,
                    "host-1",
                    machine,
                    parent,
                    path,
                    "test",
                    format,
                    provisioning,
                    VolumeUse.DISK,
                    inUse,
                    allocated != null ? allocated : Long.valueOf(own + (snapshot == null ? 0 : snapshot)),
                    snapshot,
                    0L,
                    0L,
                    64L << 10,
                    held,
                    new Ledger(
                            provisioned,
                            Estimate.exact(live),
                            Estimate.exact(0),
                            dead,
                            Estimate.exact(stranded),
                            Estimate.exact(zeroed),
                            reserved,
                            Estimate.exact(provisioned - own),
                            Estimate.exact(unseen)),
                    guestDisk,
                    discardMax);
        }
    }
}
