package io.ullage.service.simulate;

import io.ullage.schema.telemetry.Attachment;
import io.ullage.schema.telemetry.SnapshotKind;
import org.jspecify.annotations.Nullable;

/**
 * What does not change about a simulated volume.
 *
 * @param unitBytes smallest piece that the backing gives back; every class is a multiple of it
 * @param metadataBytes of the format
 * @param fileSystem type that the guest has on it
 * @param trim when the guest trims
 * @param discards a trim reaches the backing
 * @param readable the host agent reads the file system inside, and with it the exact ledger
 * @param attachment absent where the host does not know
 * @param guestName kernel name of the disk inside the guest
 */
record VolumeProfile(
        String volumeId,
        String name,
        Format format,
        boolean thin,
        long provisionedBytes,
        long unitBytes,
        long metadataBytes,
        String fileSystem,
        long swapBytes,
        Growth growth,
        Trim trim,
        boolean discards,
        boolean readable,
        boolean snapshotted,
        MatchKey matchKey,
        @Nullable Attachment attachment,
        String guestName) {

    enum Trim {
        NEVER,
        WEEKLY,
        ONLINE
    }

    /** What a volume is stored as, with what its kind of pool can tell. */
    enum Format {
        RAW("raw", 4 << 10, null),
        QCOW2("qcow2", 64 << 10, SnapshotKind.INTERNAL),
        VMDK("vmdk", 1 << 20, null),
        VHD("vhd", 2 << 20, null),
        LVM_THIN("lvm-thin", 256 << 10, SnapshotKind.POOL),
        RBD("rbd", 4 << 20, SnapshotKind.POOL);

        final String wireName;
        final long unitBytes;
        final @Nullable SnapshotKind snapshots;

        Format(String wireName, long unitBytes, @Nullable SnapshotKind snapshots) {
            this.wireName = wireName;
            this.unitBytes = unitBytes;
            this.snapshots = snapshots;
        }

        /** Writes zeros down as zeros. */
        boolean recordsZeros() {
            return this == QCOW2;
        }

        /** Can tell what was never written from what was. */
        boolean tellsWritten() {
            return this != VMDK;
        }
    }
}
