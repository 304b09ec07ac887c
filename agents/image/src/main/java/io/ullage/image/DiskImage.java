package io.ullage.image;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An image file of any format that is read here; {@code io.ullage.image.format.DiskImages} opens them. Opened read-only and without
 * locks: the image may be in use, and what is then read is the state of the file at that moment. For one thread.
 */
public interface DiskImage extends Closeable {
    /** As {@code qemu-img} calls it: {@code raw}, {@code qcow2}. */
    String format();

    Path path();

    /** The size that the guest sees. */
    long provisionedBytes();

    /** Seen through the whole chain, and where a {@link SparseProbe} was given down to the file system. */
    BlockMap blockMap();

    /** The same with depth and, for a format with tables, by those alone: the extents of {@code qemu-img map}. */
    ChainCursor chain() throws IOException;

    /** The disk as the guest sees it, through the whole chain. Belongs to this image: closing it does nothing. */
    ByteSource guest() throws IOException;

    /** Walks the whole map. */
    ImageTotals totals() throws IOException;

    /** Internal snapshots, oldest first; walks their tables. */
    List<ImageSnapshot> snapshots() throws IOException;

    /** Records of writes that the image carries, usable or not. */
    List<DirtyBitmap> dirtyBitmaps();

    /**
     * What a range of the disk occupies in the file, where any of it is stored compressed: of each compressed cluster the range's share of
     * its sectors, and the length of the rest. Empty where nothing of it is compressed.
     */
    OptionalLong compressedBytes(long position, long length) throws IOException;

    /**
     * Bytes that its file system holds and that are used by nothing: the format writes there before the file grows. Empty where nobody can
     * be asked.
     */
    OptionalLong reusableBytes() throws IOException;

    /** A new meter; empty where its growth cannot be foreseen. */
    Optional<WriteMeter> writeMeter() throws IOException;

    /** The image beneath, if there is one and it could be opened; belongs to this image. */
    Optional<DiskImage> parent();

    /** The file beneath as far as the image names it, present or not. */
    Optional<Path> parentPath();

    /** The file that holds the data, where it is another one than {@link #path}. */
    Optional<Path> dataFile();

    /**
     * Broken invariants that did not stop the reading, each with its values: what opening found, and what walks found since. Of each
     * kind the first few.
     */
    List<String> anomalies();
}
