package io.ullage.service.simulate;

import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.Attachment;
import io.ullage.schema.telemetry.Provisioning;
import io.ullage.schema.telemetry.Reading;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import io.ullage.schema.telemetry.VolumeUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A machine that serves pools, and the host agent on it. */
record SimulatedHost(AgentIdentity agent, List<SimulatedPool> pools) {

    /** What the host agent sees: pools first, then each volume with its snapshots. */
    List<Reading> readings() {
        List<Reading> readings = new ArrayList<>();
        for (SimulatedPool pool : pools) {
            readings.add(pool.reading());
            for (SimulatedVolume volume : pool.volumes) {
                readings.add(volume(volume, pool));
                snapshots(volume, pool, readings);
            }
        }
        return readings;
    }

    private static VolumeReading volume(SimulatedVolume volume, SimulatedPool pool) {
        VolumeProfile profile = volume.profile;
        VolumeProfile.Format format = profile.format();
        return new VolumeReading(
                "simulation",
                profile.volumeId(),
                profile.name(),
                format.wireName,
                volume.thin() ? Provisioning.THIN : Provisioning.THICK,
                VolumeUse.DISK,
                pool.poolId,
                format == VolumeProfile.Format.RAW || format == VolumeProfile.Format.QCOW2
                        ? "/srv/" + pool.name + "/" + profile.name() + "." + format.wireName
                        : null,
                attachment(volume),
                null,
                profile.provisionedBytes(),
                volume.allocatedBytes(),
                format.tellsWritten() ? volume.writtenBytes() : null,
                format.recordsZeros() ? volume.zeroBytes() : null,
                format.tellsWritten() ? volume.reservedBytes() : null,
                0L,
                volume.snapshotBytes(),
                profile.metadataBytes(),
                profile.unitBytes(),
                volume.machine != null,
                profile.readable() ? volume.ledger() : null,
                List.of());
    }

    private static @Nullable Attachment attachment(SimulatedVolume volume) {
        return volume.machine == null ? null : volume.profile.attachment();
    }

    private static void snapshots(SimulatedVolume volume, SimulatedPool pool, List<Reading> readings) {
        for (SimulatedVolume.Snapshot snapshot : volume.snapshots()) {
            readings.add(new SnapshotReading(
                    "simulation",
                    snapshot.snapshotId,
                    volume.profile.volumeId(),
                    pool.poolId,
                    snapshot.name,
                    Objects.requireNonNull(volume.profile.format().snapshots),
                    snapshot.created,
                    volume.profile.provisionedBytes(),
                    snapshot.referencedBytes,
                    snapshot.exclusiveBytes,
                    null));
        }
    }
}
