package io.ullage.service.simulate;

import io.ullage.schema.telemetry.PoolKind;
import io.ullage.schema.telemetry.PoolReading;
import java.util.ArrayList;
import java.util.List;

/** A pool with what lies in it. Nobody gets more room than it has. */
final class SimulatedPool {
    private static final long METADATA_FIXED_BYTES = 4L << 20;
    /** A B-tree entry of dm-thin is about 48 bytes with its share of the nodes. */
    private static final long METADATA_BYTES_PER_UNIT = 48;

    final String poolId;
    final String name;
    final PoolKind kind;
    final List<SimulatedVolume> volumes = new ArrayList<>();
    private long capacityBytes;
    /** What Ullage does not know: ISO images, templates, logs. */
    private long otherBytes;

    private long volumeBytes;

    SimulatedPool(String poolId, String name, PoolKind kind) {
        this.poolId = poolId;
        this.name = name;
        this.kind = kind;
    }

    void size(long newCapacityBytes, long newOtherBytes) {
        capacityBytes = newCapacityBytes;
        otherBytes = newOtherBytes;
    }

    void add(SimulatedVolume volume) {
        volumes.add(volume);
        volumeBytes += volume.allocatedBytes();
    }

    void remove(SimulatedVolume volume) {
        volumes.remove(volume);
        volumeBytes -= volume.allocatedBytes();
    }

    /** A volume of this pool occupies so much more, or less. */
    void charge(long bytes) {
        volumeBytes += bytes;
    }

    long roomBytes() {
        return Math.max(0, capacityBytes - usedBytes());
    }

    long usedBytes() {
        return otherBytes + volumeBytes;
    }

    PoolReading reading() {
        boolean ownMetadata = kind == PoolKind.LVM_THIN;
        long unit = VolumeProfile.Format.LVM_THIN.unitBytes;
        return new PoolReading(
                "simulation",
                poolId,
                name,
                kind,
                kind == PoolKind.FILE_SYSTEM ? "/srv/" + name : null,
                capacityBytes,
                usedBytes(),
                capacityBytes - usedBytes(),
                ownMetadata ? METADATA_FIXED_BYTES + capacityBytes / unit * METADATA_BYTES_PER_UNIT : null,
                ownMetadata ? METADATA_FIXED_BYTES / 4 + volumeBytes / unit * METADATA_BYTES_PER_UNIT : null,
                null);
    }
}
