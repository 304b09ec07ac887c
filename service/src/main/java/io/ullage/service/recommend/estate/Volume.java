package io.ullage.service.recommend.estate;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Ledger;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.schema.telemetry.Provisioning;
import io.ullage.schema.telemetry.VolumeUse;
import org.jspecify.annotations.Nullable;

/**
 * A volume as last read.
 *
 * @param machineId of the machine that uses it; absent where none does, or nobody knows
 * @param path on its host; absent where it is no file or device there
 * @param inUse a process had it open while it was read
 * @param allocatedBytes what it occupies in its pool, format metadata and own snapshots with it
 * @param snapshotBytes held by its internal snapshots alone
 * @param backedBytes that only its parents supply, counted among its classes and not among what it occupies
 * @param guestLiveBytes held by the guest, wherever it is backed
 * @param ledger its classes; a layer beneath others has none that promises anything
 * @param guestDisk name of the disk inside its machine; absent where no agent in the guest says
 * @param discardMaxBytes of that disk; zero where it takes no discard
 */
public record Volume(
        String volumeId,
        String name,
        String poolId,
        String hostId,
        @Nullable String machineId,
        @Nullable String parentVolumeId,
        @Nullable String path,
        String source,
        String format,
        Provisioning provisioning,
        VolumeUse use,
        boolean inUse,
        @Nullable Long allocatedBytes,
        @Nullable Long snapshotBytes,
        @Nullable Long metadataBytes,
        @Nullable Long backedBytes,
        @Nullable Long allocationUnitBytes,
        @Nullable Long guestLiveBytes,
        Ledger ledger,
        @Nullable String guestDisk,
        @Nullable Long discardMaxBytes) {

    public long provisionedBytes() {
        return ledger.provisionedBytes();
    }

    public Estimate of(LedgerClass ledgerClass) {
        return ledger.of(ledgerClass);
    }

    /** A machine sees it as a disk, or could. */
    public boolean isDisk() {
        return use == VolumeUse.DISK;
    }

    /** An image file that QEMU and its tools handle: what is discarded or not copied is given back to the file system. */
    public boolean isImageFile() {
        return path != null && (format.equals("raw") || format.equals("qcow2"));
    }

    /** A discard of its guest can reach the pool. A thick volume of a volume manager or a datastore keeps what it has. */
    public boolean givesBack() {
        return provisioning == Provisioning.THIN || isImageFile();
    }
}
