package io.ullage.agent.image;

import io.ullage.agent.posix.FileExtents;
import io.ullage.agent.posix.FileStatus;
import io.ullage.image.DiskImage;
import io.ullage.image.ImageException;
import io.ullage.image.ImageSnapshot;
import io.ullage.image.ImageTotals;
import io.ullage.image.commit.CommitCost;
import io.ullage.image.format.DiskImages;
import io.ullage.image.ledger.ByteLedger;
import io.ullage.image.ledger.LedgerCounter;
import io.ullage.image.live.DiskLiveMap;
import io.ullage.image.live.LiveMaps;
import io.ullage.image.live.Region;
import io.ullage.schema.ledger.LedgerBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an image file says about itself, without who uses it.
 *
 * @param files that it was read from: the image, its data file, its parents. As long as none of them changes, neither does this
 * @param allocatedBytes of the image and its data file on their file system
 * @param reusableBytes allocated and used by nothing; absent where nobody can be asked
 * @param commit what the parent gains if this image is committed into it; absent where there is none or it cannot be foreseen
 * @param root the image at the bottom of the chain; empty where there is no parent, or where one could not be opened
 * @param ledger absent where nobody can look into the guest's file systems
 */
record ImageMeasurement(
        Path path,
        String format,
        long provisionedBytes,
        long allocatedBytes,
        ImageTotals totals,
        long allocationUnitBytes,
        Optional<Path> parent,
        Optional<Path> dataFile,
        List<ImageSnapshot> snapshots,
        OptionalLong reusableBytes,
        Optional<CommitCost> commit,
        Optional<Path> root,
        @Nullable LedgerBytes ledger,
        List<String> anomalies,
        List<Path> files) {
    /** Images show what is wrong with them; one that is wrong everywhere shows the beginning. */
    private static final int MAX_ANOMALIES = 20;

    ImageMeasurement {
        snapshots = List.copyOf(snapshots);
        anomalies = List.copyOf(anomalies);
        files = List.copyOf(files);
    }

    /**
     * @throws io.ullage.image.ImageException if the format is not read here, or broken beyond reading
     */
    static ImageMeasurement of(Path realPath) throws IOException {
        try (DiskImage image = DiskImages.open(realPath, FileExtents::open)) {
            Set<String> anomalies = new LinkedHashSet<>();
            LedgerBytes ledger = ledger(image, anomalies);
            ImageTotals totals = image.totals();
            List<ImageSnapshot> snapshots = image.snapshots();
            anomalies.addAll(image.anomalies());
            Optional<Path> dataFile = existing(image.dataFile());
            long allocated = FileStatus.of(realPath).allocatedBytes()
                    + (dataFile.isPresent() ? FileStatus.of(dataFile.get()).allocatedBytes() : 0);
            return new ImageMeasurement(
                    realPath,
                    image.format(),
                    image.provisionedBytes(),
                    allocated,
                    totals,
                    image.blockMap().allocationUnitBytes(),
                    parent(image, anomalies),
                    dataFile,
                    snapshots,
                    image.reusableBytes(),
                    CommitCost.of(image),
                    root(image),
                    ledger,
                    anomalies.stream().limit(MAX_ANOMALIES).toList(),
                    files(image));
        }
    }

    private static @Nullable LedgerBytes ledger(DiskImage image, Set<String> anomalies) throws IOException {
        DiskLiveMap live;
        try {
            live = LiveMaps.read(image.guest());
        } catch (ImageException e) {
            // Encrypted, compressed with zstd, or without its parent: what the image says about itself still stands.
            anomalies.add("guest's file systems cannot be seen: " + e.getMessage());
            return null;
        }
        anomalies.addAll(live.anomalies());
        boolean seen = false;
        for (Region region : live.regions()) {
            region.anomalies().forEach(anomaly -> anomalies.add(region.name() + ": " + anomaly));
            seen |= region.unseenReason().isEmpty() && region.unseenBytes() < region.lengthBytes() && named(region);
        }
        if (live.regions().stream().anyMatch(Region::outdated)) {
            anomalies.add("no ledger from the image: what its file systems have on the disk may be out of date");
            return null;
        }
        if (!seen) {
            return null;
        }
        ByteLedger bytes = LedgerCounter.count(image.blockMap(), live);
        return new LedgerBytes(
                bytes.liveBytes(),
                bytes.claimedBytes(),
                bytes.deadBytes(),
                bytes.strandedBytes(),
                bytes.zeroedBytes(),
                bytes.reservedBytes(),
                bytes.ullageBytes(),
                bytes.unseenBytes());
    }

    /** A file system, swap area or volume manager: not just a partition table with gaps around what is unseen. */
    private static boolean named(Region region) {
        return switch (region.kind()) {
            case PARTITION_TABLE, GAP, UNKNOWN -> false;
            case EXT2, EXT3, EXT4, XFS, NTFS, SWAP, LVM2_PV, BTRFS, FAT, EXFAT, REFS, ZFS, LUKS, BITLOCKER, MD_RAID ->
                true;
        };
    }

    private static Optional<Path> parent(DiskImage image, Set<String> anomalies) throws IOException {
        Optional<Path> parent = existing(image.parentPath());
        if (parent.isEmpty() && image.parentPath().isPresent()) {
            anomalies.add("backing file: must exist, was " + image.parentPath().get());
        }
        return parent;
    }

    private static Optional<Path> root(DiskImage image) throws IOException {
        Optional<DiskImage> at = image.parent();
        if (at.isEmpty()) {
            return Optional.empty();
        }
        while (at.get().parent().isPresent()) {
            at = at.get().parent();
        }
        return at.get().parentPath().isPresent()
                ? Optional.empty()
                : existing(Optional.of(at.get().path()));
    }

    private static Optional<Path> existing(Optional<Path> path) throws IOException {
        return path.isPresent() && path.get().toFile().exists()
                ? Optional.of(path.get().toRealPath())
                : Optional.empty();
    }

    private static List<Path> files(DiskImage image) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Optional<DiskImage> layer = Optional.of(image);
                layer.isPresent();
                layer = layer.get().parent()) {
            files.add(layer.get().path().toRealPath());
            existing(layer.get().dataFile()).ifPresent(files::add);
        }
        return files;
    }
}
