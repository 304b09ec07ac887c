package io.ullage.image.qcow2;

import io.ullage.image.BackingState;
import io.ullage.image.BlockMap;
import io.ullage.image.ByteSource;
import io.ullage.image.ChainCursor;
import io.ullage.image.DirtyBitmap;
import io.ullage.image.DiskImage;
import io.ullage.image.ExtentCursor;
import io.ullage.image.FileByteSource;
import io.ullage.image.ImageException;
import io.ullage.image.ImageSnapshot;
import io.ullage.image.ImageTotals;
import io.ullage.image.SparseProbe;
import io.ullage.image.WriteMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A qcow2 image, read from its metadata, with its backing chain. */
public final class Qcow2Image implements DiskImage {
    /** Opens the image beneath. */
    @FunctionalInterface
    public interface ParentOpener {
        /** @param formatName as the overlay gives it; without one the parent is probed */
        DiskImage open(Path path, Optional<String> formatName) throws IOException;
    }

    private final Path path;
    private final Qcow2File image;
    private final Optional<Path> parentPath;
    private final Optional<Path> dataFile;
    private final Optional<DiskImage> parent;
    private final Optional<SparseProbe.Opener> probes;
    private Optional<SparseProbe> probe = Optional.empty();
    private Optional<HostExtents> hostExtents = Optional.empty();
    private Optional<Qcow2Guest> lookup = Optional.empty();

    private Qcow2Image(
            Path path,
            Qcow2File image,
            Optional<Path> parentPath,
            Optional<DiskImage> parent,
            Optional<Path> dataFile,
            Optional<SparseProbe.Opener> probes) {
        this.probes = probes;
        this.path = path;
        this.image = image;
        this.parentPath = parentPath;
        this.parent = parent;
        this.dataFile = dataFile;
    }

    /**
     * Opens an image. A backing or data file that is not there is an anomaly: what the image itself says can still be read.
     *
     * @throws ImageException if the header breaks a rule of the format or needs a feature that is not known here
     */
    public static Qcow2Image open(Path path, ParentOpener parents, Optional<SparseProbe.Opener> probes)
            throws IOException {
        FileByteSource file = FileByteSource.open(path);
        Optional<FileByteSource> data = Optional.empty();
        try {
            Anomalies anomalies = new Anomalies();
            Qcow2Header header = Qcow2Header.read(file);
            noteFlags(header, anomalies);
            Optional<Path> dataPath = header.hasDataFile() ? Optional.of(dataPath(path, header)) : Optional.empty();
            data = dataPath.isPresent() ? openData(dataPath.get(), anomalies) : Optional.of(file);
            List<Qcow2Snapshot> snapshots = Qcow2Snapshot.readTable(file, header);
            Optional<Path> parentPath = header.backingFile().isPresent()
                    ? beside(path, header.backingFile().get())
                    : Optional.empty();
            Optional<DiskImage> parent = openParent(header, parentPath, parents, anomalies);
            return new Qcow2Image(
                    path,
                    new Qcow2File(file, data, header, snapshots, Qcow2Bitmaps.read(file, header), anomalies),
                    parentPath,
                    parent,
                    dataPath,
                    probes);
        } catch (IOException | RuntimeException e) {
            file.close();
            if (data.isPresent()) {
                data.get().close();
            }
            throw e;
        }
    }

    @Override
    public String format() {
        return "qcow2";
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public long provisionedBytes() {
        return image.header.size();
    }

    /**
     * Through the chain, and where a probe was given also through the file system: a cluster that is allocated in the image and a hole
     * in its file is unmapped, one that was preallocated and never written is reserved.
     */
    @Override
    public BlockMap blockMap() {
        return new BlockMap() {
            @Override
            public long provisionedBytes() {
                return image.header.size();
            }

            /** Clusters, with subclusters too: QEMU gives back whole clusters only. */
            @Override
            public long allocationUnitBytes() {
                return image.header.clusterBytes();
            }

            @Override
            public ExtentCursor<BackingState> extents() throws IOException {
                return new Qcow2Chain(image, isBacked(), parent, false, hostExtents());
            }
        };
    }

    @Override
    public ChainCursor chain() throws IOException {
        return new Qcow2Chain(image, isBacked(), parent, true, Optional.empty());
    }

    @Override
    public ByteSource guest() throws IOException {
        Optional<ByteSource> beneath =
                parent.isPresent() ? Optional.of(parent.get().guest()) : Optional.empty();
        return new Qcow2Guest(image, isBacked(), beneath);
    }

    @Override
    public ImageTotals totals() throws IOException {
        Qcow2Chain cursor = new Qcow2Chain(image, isBacked(), parent, false, Optional.empty());
        long[] bytes = new long[BackingState.values().length];
        while (cursor.next()) {
            bytes[cursor.state().ordinal()] += cursor.length();
        }
        L2Table.Compressed compressed = cursor.own().compressed();
        long shared = bytes[BackingState.SHARED.ordinal()];
        boolean chainKnown = !isBacked() || parent.isPresent();
        return new ImageTotals(
                image.header.size(),
                bytes[BackingState.MAPPED.ordinal()] + shared,
                shared,
                bytes[BackingState.MAPPED_ZERO.ordinal()],
                0,
                chainKnown ? OptionalLong.of(bytes[BackingState.BACKED.ordinal()]) : OptionalLong.empty(),
                compressed.clusters() << image.header.clusterBits(),
                compressed.storedBytes(),
                Qcow2Metadata.bytes(image, cursor.own().tablesLoaded()),
                new SnapshotCensus(image, Optional.empty()).heldBytes());
    }

    @Override
    public List<ImageSnapshot> snapshots() throws IOException {
        return new SnapshotCensus(image, image.header.hasDataFile() ? Optional.empty() : hostExtents()).snapshots();
    }

    @Override
    public OptionalLong reusableBytes() throws IOException {
        Optional<HostExtents> extents = image.header.hasDataFile() ? Optional.empty() : hostExtents();
        return extents.isPresent()
                ? OptionalLong.of(Qcow2WriteMeter.reusableBytes(image, extents.get()))
                : OptionalLong.empty();
    }

    @Override
    public Optional<WriteMeter> writeMeter() throws IOException {
        return image.header.hasDataFile() ? Optional.empty() : Optional.of(new Qcow2WriteMeter(image, hostExtents()));
    }

    /** Persistent dirty bitmaps, where the header says that they are valid. */
    public List<Qcow2Bitmap> bitmaps() {
        return image.bitmaps.bitmaps();
    }

    @Override
    public List<DirtyBitmap> dirtyBitmaps() {
        List<DirtyBitmap> readable = new ArrayList<>();
        bitmaps().forEach(bitmap -> readable.add(new Qcow2DirtyBitmap(image, bitmap)));
        return List.copyOf(readable);
    }

    @Override
    public OptionalLong compressedBytes(long position, long length) throws IOException {
        if (lookup.isEmpty()) {
            lookup = Optional.of(new Qcow2Guest(image, isBacked(), Optional.empty()));
        }
        return lookup.get().compressedBytes(position, length);
    }

    @Override
    public Optional<DiskImage> parent() {
        return parent;
    }

    @Override
    public Optional<Path> parentPath() {
        return parentPath;
    }

    @Override
    public Optional<Path> dataFile() {
        return dataFile;
    }

    @Override
    public List<String> anomalies() {
        return image.anomalies.list();
    }

    @Override
    public void close() throws IOException {
        try (FileByteSource closing = image.file) {
            if (image.data.isPresent()) {
                image.data.get().close();
            }
            if (probe.isPresent()) {
                probe.get().close();
            }
            if (parent.isPresent()) {
                parent.get().close();
            }
        }
    }

    /** Of the file that data lies in; empty where nobody can be asked. */
    private Optional<HostExtents> hostExtents() throws IOException {
        Path data = dataFile.orElse(path);
        if (hostExtents.isEmpty() && probes.isPresent() && Files.isRegularFile(data)) {
            SparseProbe opened = probes.get().open(data);
            probe = Optional.of(opened);
            hostExtents = Optional.of(HostExtents.read(opened, image.dataBytes()));
        }
        return hostExtents;
    }

    private boolean isBacked() {
        return image.header.backingFile().isPresent();
    }

    private static void noteFlags(Qcow2Header header, Anomalies anomalies) {
        if ((header.incompatibleFeatures() & Qcow2Layout.INCOMPATIBLE_DIRTY) != 0) {
            anomalies.add("qcow2 header.incompatible_features", "dirty: reference counts may be stale", "bit 0");
        }
        if ((header.incompatibleFeatures() & Qcow2Layout.INCOMPATIBLE_CORRUPT) != 0) {
            anomalies.add("qcow2 header.incompatible_features", "corrupt: run qemu-img check", "bit 1");
        }
    }

    private static Path dataPath(Path path, Qcow2Header header) throws ImageException {
        String name = header.extensions()
                .dataFile()
                .orElseThrow(() -> new ImageException(
                        "qcow2 header extension external data file name",
                        "must be there with the feature bit",
                        "none"));
        return beside(path, name)
                .orElseThrow(() -> new ImageException(
                        "qcow2 header extension external data file name", "must be a local file", name));
    }

    private static Optional<FileByteSource> openData(Path path, Anomalies anomalies) throws IOException {
        try {
            return Optional.of(FileByteSource.open(path));
        } catch (NoSuchFileException e) {
            anomalies.add("qcow2 external data file", "must be there", path.toString());
            return Optional.empty();
        }
    }

    private static Optional<DiskImage> openParent(
            Qcow2Header header, Optional<Path> parentPath, ParentOpener parents, Anomalies anomalies)
            throws IOException {
        if (header.backingFile().isEmpty()) {
            return Optional.empty();
        }
        if (parentPath.isEmpty()) {
            anomalies.add(
                    "qcow2 header.backing_file",
                    "must be a local file to be followed",
                    header.backingFile().get());
            return Optional.empty();
        }
        try {
            return Optional.of(
                    parents.open(parentPath.get(), header.extensions().backingFormat()));
        } catch (NoSuchFileException e) {
            anomalies.add(
                    "qcow2 header.backing_file",
                    "must be there",
                    parentPath.get().toString());
            return Optional.empty();
        }
    }

    /** A file that an image names, relative to the image; empty for what is not a file, such as {@code nbd://} or {@code json:}. */
    private static Optional<Path> beside(Path image, String name) {
        String local =
                name.startsWith("file:") && !name.startsWith("file://") ? name.substring("file:".length()) : name;
        int colon = local.indexOf(':');
        int slash = local.indexOf('/');
        // As QEMU tells them apart: a protocol is what comes before a colon that no slash precedes.
        if (colon > 0 && (slash < 0 || colon < slash)) {
            return Optional.empty();
        }
        return Optional.of(image.resolveSibling(local));
    }
}
