package io.ullage.agent.image;

import io.ullage.agent.identity.HostIdentity;
import io.ullage.agent.pool.FileSystemPools;
import io.ullage.image.ImageSnapshot;
import io.ullage.image.ImageTotals;
import io.ullage.image.commit.CommitCost;
import io.ullage.schema.telemetry.Attachment;
import io.ullage.schema.telemetry.Provisioning;
import io.ullage.schema.telemetry.Reading;
import io.ullage.schema.telemetry.SnapshotKind;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import io.ullage.schema.telemetry.VolumeUse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Turns what was measured into readings. */
final class ImageReadings {
    private final HostIdentity host;
    private final FileSystemPools pools;

    ImageReadings(HostIdentity host, FileSystemPools pools) {
        this.host = host;
        this.pools = pools;
    }

    /**
     * The volume, then its internal snapshots.
     *
     * @param backing a layer beneath other images: no machine sees its content as a disk, so it has no ledger
     */
    List<Reading> of(ImageMeasurement image, boolean backing, boolean inUse, @Nullable Attachment attachment)
            throws IOException {
        String volumeId = volumeId(host, image.path());
        String poolId = pools.poolId(image.path());
        String rootVolumeId = image.root().map(path -> volumeId(host, path)).orElse(null);
        ImageTotals totals = image.totals();
        List<Reading> readings = new ArrayList<>();
        readings.add(new VolumeReading(
                image.format(),
                volumeId,
                String.valueOf(image.path().getFileName()),
                image.format(),
                provisioning(totals),
                backing ? VolumeUse.BACKING : VolumeUse.DISK,
                poolId,
                image.path().toString(),
                backing ? null : attachment,
                image.parent().map(parent -> volumeId(host, parent)).orElse(null),
                image.provisionedBytes(),
                image.allocatedBytes(),
                totals.writtenBytes(),
                totals.zeroBytes(),
                totals.reservedBytes(),
                known(totals.backedBytes()),
                known(totals.snapshotBytes()),
                totals.metadataBytes(),
                image.allocationUnitBytes(),
                inUse,
                backing ? null : image.ledger(),
                image.anomalies(),
                known(image.reusableBytes()),
                image.commit().map(CommitCost::growthBytes).orElse(null),
                image.commit().map(CommitCost::peakBytes).orElse(null),
                rootVolumeId));
        for (ImageSnapshot snapshot : image.snapshots()) {
            readings.add(new SnapshotReading(
                    image.format(),
                    volumeId + "#" + snapshot.id(),
                    volumeId,
                    poolId,
                    snapshot.name(),
                    SnapshotKind.INTERNAL,
                    snapshot.created(),
                    snapshot.sizeBytes(),
                    known(snapshot.referencedBytes()),
                    known(snapshot.exclusiveBytes()),
                    snapshot.vmStateBytes(),
                    known(snapshot.withOlderBytes()),
                    rootVolumeId,
                    known(snapshot.exclusiveAllocatedBytes())));
        }
        return readings;
    }

    static String volumeId(HostIdentity host, Path path) {
        return "file:" + host.hostId() + ":" + path;
    }

    /** Thick if every byte has its place already. */
    private static Provisioning provisioning(ImageTotals totals) {
        long placed = totals.writtenBytes() + totals.zeroBytes() + totals.reservedBytes();
        return totals.provisionedBytes() > 0 && placed >= totals.provisionedBytes()
                ? Provisioning.THICK
                : Provisioning.THIN;
    }

    private static @Nullable Long known(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}
