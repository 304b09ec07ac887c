package io.ullage.schema.telemetry;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.Require;
import io.ullage.schema.ledger.LedgerBytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A volume as its host or array sees it.
 *
 * @param volumeId stable and unique in the estate
 * @param format such as {@code raw}, {@code qcow2}, {@code lvm-thin}
 * @param path of an image file on the reporting host
 * @param attachment absent where the host does not know who uses it
 * @param parentVolumeId the volume that this one is an overlay of
 * @param allocatedBytes what it occupies in its pool, its metadata and its own snapshots with it (for a file: {@code st_blocks} × 512)
 * @param writtenBytes mapped bytes that hold data, seen from the guest; absent where nobody can know
 * @param zeroBytes bytes that the format records as zeros and yet allocates
 * @param reservedBytes allocated but never written (preallocation, thick remainder)
 * @param backedBytes guest bytes that only the parent chain supplies
 * @param snapshotBytes held by this volume's internal snapshots alone
 * @param metadataBytes of the format (headers, tables, refcounts, bitmaps)
 * @param allocationUnitBytes smallest piece that the backing can give back
 * @param inUse another process has it open: the figures are those of the moment
 * @param ledger exact classes from block map × live map; absent where one of the maps is missing. Sums to {@code provisionedBytes}
 * @param anomalies broken invariants, each with its values; shown, never clamped away
 * @param reusableBytes allocated in the pool and used by nothing: the format writes there before it grows
 * @param parentGrowthBytes by which the parent grows, all in all, if this overlay is committed into it; negative where zeros free more
 *     than data adds
 * @param parentPeakBytes by which the parent grows at most while that runs, the overlay still being there
 * @param rootVolumeId the volume at the bottom of its chain; absent where it has no parent, or where nobody knows
 */
public record VolumeReading(
        String source,
        String volumeId,
        String name,
        String format,
        Provisioning provisioning,
        VolumeUse use,
        String poolId,
        @Nullable String path,
        @Nullable Attachment attachment,
        @Nullable String parentVolumeId,
        long provisionedBytes,
        @Nullable Long allocatedBytes,
        @Nullable Long writtenBytes,
        @Nullable Long zeroBytes,
        @Nullable Long reservedBytes,
        @Nullable Long backedBytes,
        @Nullable Long snapshotBytes,
        @Nullable Long metadataBytes,
        @Nullable Long allocationUnitBytes,
        boolean inUse,
        @Nullable LedgerBytes ledger,
        List<String> anomalies,
        @Nullable Long reusableBytes,
        @Nullable Long parentGrowthBytes,
        @Nullable Long parentPeakBytes,
        @Nullable String rootVolumeId)
        implements Reading {
    public VolumeReading {
        Require.text("source", source);
        Require.text("volumeId", volumeId);
        Require.text("name", name);
        Require.text("format", format);
        Require.present("provisioning", provisioning);
        Require.present("use", use);
        Require.text("poolId", poolId);
        Require.optionalText("path", path);
        Require.optionalText("parentVolumeId", parentVolumeId);
        Require.notNegative("provisionedBytes", provisionedBytes);
        Require.optionalNotNegative("allocatedBytes", allocatedBytes);
        Require.optionalNotNegative("writtenBytes", writtenBytes);
        Require.optionalNotNegative("zeroBytes", zeroBytes);
        Require.optionalNotNegative("reservedBytes", reservedBytes);
        Require.optionalNotNegative("backedBytes", backedBytes);
        Require.optionalNotNegative("snapshotBytes", snapshotBytes);
        Require.optionalNotNegative("metadataBytes", metadataBytes);
        Require.optionalNotNegative("allocationUnitBytes", allocationUnitBytes);
        if (ledger != null && ledger.totalBytes() != provisionedBytes) {
            throw new InvalidFieldException(
                    "ledger", "must sum to provisionedBytes " + provisionedBytes, ledger.totalBytes());
        }
        anomalies = Require.texts("anomalies", anomalies);
        Require.optionalNotNegative("reusableBytes", reusableBytes);
        Require.optionalNotNegative("parentPeakBytes", parentPeakBytes);
        Require.optionalText("rootVolumeId", rootVolumeId);
        if (parentGrowthBytes != null && parentPeakBytes != null && parentGrowthBytes > parentPeakBytes) {
            throw new InvalidFieldException(
                    "parentGrowthBytes", "must not exceed parentPeakBytes " + parentPeakBytes, parentGrowthBytes);
        }
    }

    /** Of a source that knows nothing of reuse and chains. */
    public VolumeReading(
            String source,
            String volumeId,
            String name,
            String format,
            Provisioning provisioning,
            VolumeUse use,
            String poolId,
            @Nullable String path,
            @Nullable Attachment attachment,
            @Nullable String parentVolumeId,
            long provisionedBytes,
            @Nullable Long allocatedBytes,
            @Nullable Long writtenBytes,
            @Nullable Long zeroBytes,
            @Nullable Long reservedBytes,
            @Nullable Long backedBytes,
            @Nullable Long snapshotBytes,
            @Nullable Long metadataBytes,
            @Nullable Long allocationUnitBytes,
            boolean inUse,
            @Nullable LedgerBytes ledger,
            List<String> anomalies) {
        this(
                source,
                volumeId,
                name,
                format,
                provisioning,
                use,
                poolId,
                path,
                attachment,
                parentVolumeId,
                provisionedBytes,
                allocatedBytes,
                writtenBytes,
                zeroBytes,
                reservedBytes,
                backedBytes,
                snapshotBytes,
                metadataBytes,
                allocationUnitBytes,
                inUse,
                ledger,
                anomalies,
                null,
                null,
                null,
                null);
    }
}
