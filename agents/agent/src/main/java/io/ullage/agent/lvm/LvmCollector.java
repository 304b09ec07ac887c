package io.ullage.agent.lvm;

import io.ullage.agent.collect.Collector;
import io.ullage.agent.collect.Cycle;
import io.ullage.agent.collect.Outcome;
import io.ullage.agent.collect.PerCycle;
import io.ullage.agent.lvm.LvmInventory.LogicalVolume;
import io.ullage.agent.lvm.LvmInventory.VolumeGroup;
import io.ullage.schema.telemetry.PoolKind;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.Provisioning;
import io.ullage.schema.telemetry.Reading;
import io.ullage.schema.telemetry.SnapshotKind;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import io.ullage.schema.telemetry.VolumeUse;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Volume groups, thin pools, thin volumes and snapshots of LVM. */
public final class LvmCollector implements Collector {
    private static final String NAME = "lvm";
    private static final DateTimeFormatter LV_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z", Locale.ROOT);

    private final PerCycle<LvmInventory> inventory;

    public LvmCollector(PerCycle<LvmInventory> inventory) {
        this.inventory = inventory;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Outcome collect(Cycle cycle) throws IOException, InterruptedException {
        LvmInventory found = inventory.get(cycle);
        List<Reading> readings = readings(found);
        if (readings.isEmpty() && found.problems().isEmpty()) {
            return new Outcome.Nothing("no volume group");
        }
        return Outcome.of(readings, found.problems());
    }

    static List<Reading> readings(LvmInventory inventory) {
        List<Reading> readings = new ArrayList<>();
        inventory.volumeGroups().forEach(group -> readings.add(groupPool(group)));
        for (LogicalVolume volume : inventory.logicalVolumes()) {
            if (volume.hidden()) {
                continue;
            }
            if (volume.isThinPool()) {
                readings.add(thinPool(volume));
            } else if (volume.isThin()) {
                readings.add(thin(volume, inventory));
            } else if (volume.isCopyOnWrite() && volume.origin() != null) {
                copyOnWrite(volume, inventory).ifPresent(readings::add);
            }
        }
        return readings;
    }

    private static PoolReading groupPool(VolumeGroup group) {
        return new PoolReading(
                NAME,
                "lvm:" + group.uuid(),
                group.name(),
                PoolKind.LVM_GROUP,
                null,
                group.sizeBytes(),
                group.sizeBytes() - group.freeBytes(),
                group.freeBytes(),
                null,
                null,
                null);
    }

    private static PoolReading thinPool(LogicalVolume pool) {
        Long used = share(pool.dataRatio(), pool.sizeBytes(), pool.chunkBytes());
        return new PoolReading(
                NAME,
                id(pool),
                fullName(pool),
                PoolKind.LVM_THIN,
                null,
                pool.sizeBytes(),
                used,
                used == null ? null : pool.sizeBytes() - used,
                pool.metadataBytes(),
                pool.metadataBytes() == null ? null : share(pool.metadataRatio(), pool.metadataBytes(), null),
                null);
    }

    /** A thin volume with an origin is a snapshot of it, unless the origin is not in the pool any more. */
    private static Reading thin(LogicalVolume volume, LvmInventory inventory) {
        Optional<LogicalVolume> pool = named(inventory, volume.group(), volume.pool());
        Optional<LogicalVolume> origin = named(inventory, volume.group(), volume.origin());
        String poolId = pool.map(LvmCollector::id).orElse("lvm:" + volume.group() + "/" + volume.pool());
        Long chunk = pool.map(LogicalVolume::chunkBytes).orElse(null);
        Long mapped = share(volume.dataRatio(), volume.sizeBytes(), chunk);
        if (origin.isPresent()) {
            return new SnapshotReading(
                    NAME,
                    id(volume),
                    id(origin.get()),
                    poolId,
                    volume.name(),
                    SnapshotKind.POOL,
                    created(volume),
                    volume.sizeBytes(),
                    mapped,
                    null,
                    null);
        }
        return new VolumeReading(
                NAME,
                id(volume),
                fullName(volume),
                "lvm-thin",
                Provisioning.THIN,
                VolumeUse.DISK,
                poolId,
                volume.path(),
                null,
                null,
                volume.sizeBytes(),
                mapped,
                null,
                null,
                null,
                null,
                null,
                null,
                chunk,
                volume.attributes().length() > 5 && volume.attributes().charAt(5) == 'o',
                null,
                List.of());
    }

    /** Its store belongs to it alone, so all that it has filled comes back with it; its origin may be any volume of the group. */
    private static Optional<SnapshotReading> copyOnWrite(LogicalVolume snapshot, LvmInventory inventory) {
        Optional<VolumeGroup> group = inventory.volumeGroups().stream()
                .filter(candidate -> candidate.name().equals(snapshot.group()))
                .findFirst();
        Optional<LogicalVolume> origin = named(inventory, snapshot.group(), snapshot.origin());
        if (group.isEmpty() || origin.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new SnapshotReading(
                NAME,
                id(snapshot),
                id(origin.get()),
                "lvm:" + group.get().uuid(),
                snapshot.name(),
                SnapshotKind.POOL,
                created(snapshot),
                origin.get().sizeBytes(),
                share(snapshot.dataRatio(), snapshot.sizeBytes(), snapshot.chunkBytes()),
                // the whole store is taken from the group, filled or not
                snapshot.sizeBytes(),
                null));
    }

    private static Optional<LogicalVolume> named(LvmInventory inventory, String group, @Nullable String name) {
        return inventory.logicalVolumes().stream()
                .filter(volume -> volume.group().equals(group) && volume.name().equals(name))
                .findFirst();
    }

    /** Percentages have two decimals; a whole number of chunks is nearer to the truth than their product. */
    static @Nullable Long share(@Nullable Double ratio, long bytes, @Nullable Long chunkBytes) {
        if (ratio == null) {
            return null;
        }
        long unit = chunkBytes == null ? 1 : chunkBytes;
        return Math.min(bytes, Math.round(ratio * bytes / unit) * unit);
    }

    private static @Nullable Instant created(LogicalVolume volume) {
        if (volume.created() == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(volume.created(), LV_TIME).toInstant();
        } catch (DateTimeParseException e) {
            // lvm.conf lets administrators choose another format
            return null;
        }
    }

    private static String id(LogicalVolume volume) {
        return "lvm:" + volume.uuid();
    }

    private static String fullName(LogicalVolume volume) {
        return volume.group() + "/" + volume.name();
    }
}
