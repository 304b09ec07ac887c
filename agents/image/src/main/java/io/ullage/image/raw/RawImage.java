package io.ullage.image.raw;

import io.ullage.image.BackingState;
import io.ullage.image.BlockMap;
import io.ullage.image.ByteSource;
import io.ullage.image.ChainCursor;
import io.ullage.image.DirtyBitmap;
import io.ullage.image.DiskImage;
import io.ullage.image.FileByteSource;
import io.ullage.image.ImageSnapshot;
import io.ullage.image.ImageTotals;
import io.ullage.image.SparseProbe;
import io.ullage.image.WriteMeter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A raw image: a file with holes, or a block device. */
public final class RawImage implements DiskImage {
    /** A block device has no file system beneath to ask; sectors are the least that it can discard. */
    private static final long SECTOR_BYTES = 512;

    private final FileByteSource file;
    private final Optional<SparseProbe> probe;
    private final SparseMap map;

    private RawImage(FileByteSource file, Optional<SparseProbe> probe, long allocationUnitBytes) {
        this.file = file;
        this.probe = probe;
        this.map = new SparseMap(file.sizeBytes(), allocationUnitBytes, probe);
    }

    /** @param opener who asks the file system; without one, and on block devices, all is mapped */
    public static RawImage open(Path path, Optional<SparseProbe.Opener> opener) throws IOException {
        FileByteSource file = FileByteSource.open(path);
        try {
            boolean regular = Files.isRegularFile(path);
            long unit = regular ? Files.getFileStore(path).getBlockSize() : SECTOR_BYTES;
            Optional<SparseProbe> probe =
                    opener.isPresent() && regular ? Optional.of(opener.get().open(path)) : Optional.empty();
            return new RawImage(file, probe, unit);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public String format() {
        return "raw";
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public long provisionedBytes() {
        return map.provisionedBytes();
    }

    @Override
    public BlockMap blockMap() {
        return map;
    }

    @Override
    public ChainCursor chain() {
        return map.extents();
    }

    @Override
    public ByteSource guest() {
        return new ByteSource() {
            @Override
            public long sizeBytes() {
                return map.provisionedBytes();
            }

            @Override
            public void readFully(long position, ByteBuffer buffer) throws IOException {
                file.readFully(position, buffer);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public ImageTotals totals() throws IOException {
        long[] bytes = new long[BackingState.values().length];
        ChainCursor cursor = chain();
        while (cursor.next()) {
            bytes[cursor.state().ordinal()] += cursor.length();
        }
        long shared = bytes[BackingState.SHARED.ordinal()];
        return new ImageTotals(
                provisionedBytes(),
                bytes[BackingState.MAPPED.ordinal()] + shared,
                shared,
                bytes[BackingState.MAPPED_ZERO.ordinal()],
                bytes[BackingState.RESERVED.ordinal()],
                OptionalLong.of(0),
                0,
                0,
                0,
                OptionalLong.of(0));
    }

    @Override
    public List<ImageSnapshot> snapshots() {
        return List.of();
    }

    @Override
    public List<DirtyBitmap> dirtyBitmaps() {
        return List.of();
    }

    @Override
    public OptionalLong compressedBytes(long position, long length) {
        return OptionalLong.empty();
    }

    @Override
    public OptionalLong reusableBytes() {
        return OptionalLong.of(0);
    }

    /** A block device does not grow, and without a probe nobody knows where a file has holes. */
    @Override
    public Optional<WriteMeter> writeMeter() {
        return probe.isPresent() ? Optional.of(new RawWriteMeter(map)) : Optional.empty();
    }

    @Override
    public Optional<DiskImage> parent() {
        return Optional.empty();
    }

    @Override
    public Optional<Path> parentPath() {
        return Optional.empty();
    }

    @Override
    public Optional<Path> dataFile() {
        return Optional.empty();
    }

    @Override
    public List<String> anomalies() {
        return List.of();
    }

    @Override
    public void close() throws IOException {
        try (FileByteSource closing = file) {
            if (probe.isPresent()) {
                probe.get().close();
            }
        }
    }
}
