package io.ullage.image.qcow2;

import static io.ullage.image.qcow2.Qcow2Layout.*;

import io.ullage.image.ByteSource;
import io.ullage.image.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Persistent dirty bitmaps (spec, "Bitmaps").
 *
 * @param clusters host clusters of the directory, of all bitmap tables and of all bitmap data
 */
record Qcow2Bitmaps(List<Qcow2Bitmap> bitmaps, long clusters) {
    private static final Qcow2Bitmaps NONE = new Qcow2Bitmaps(List.of(), 0);

    /** The directory, if the autoclear bit says that it is valid. */
    static Qcow2Bitmaps read(ByteSource file, Qcow2Header header) throws IOException {
        if ((header.autoclearFeatures() & AUTOCLEAR_BITMAPS) == 0
                || header.extensions().bitmaps().isEmpty()) {
            return NONE;
        }
        Qcow2Extensions.BitmapDirectory directory =
                header.extensions().bitmaps().get();
        aligned(header, "qcow2 bitmaps extension.bitmap_directory_offset", directory.offset());
        long end = directory.offset() + directory.bytes();
        List<Qcow2Bitmap> bitmaps = new ArrayList<>();
        long clusters = header.clustersOf(directory.bytes());
        long at = directory.offset();
        for (int i = 0; i < directory.count(); i++) {
            String field = "qcow2 bitmap directory entry " + i;
            if (end - at < BITMAP_ENTRY_BYTES) {
                throw new ImageException(field, "must end in the directory, which ends at " + end, at);
            }
            ByteBuffer entry = Qcow2Header.bytes(file, at, BITMAP_ENTRY_BYTES, field);
            int nameBytes = entry.getShort(18) & 0xffff;
            int extraBytes = entry.getInt(20);
            long next = (at + BITMAP_ENTRY_BYTES + Integer.toUnsignedLong(extraBytes) + nameBytes + 7) & ~7L;
            if (extraBytes < 0 || next > end || nameBytes > MAX_BITMAP_NAME_BYTES) {
                throw new ImageException(
                        field + ".name_size",
                        "must be at most " + MAX_BITMAP_NAME_BYTES + " and end in the directory",
                        nameBytes);
            }
            long table = entry.getLong(0);
            int tableSize = tableSize(file, header, entry, field, table);
            clusters += header.clustersOf((long) tableSize * Long.BYTES);
            if (clusters > header.clustersOf(file.sizeBytes())) {
                throw new ImageException(
                        field + ".bitmap_table_size", "all tables must fit in the file", clusters + " clusters so far");
            }
            long data = dataClusters(file, table, tableSize);
            ByteBuffer name = Qcow2Header.bytes(file, at + BITMAP_ENTRY_BYTES + extraBytes, nameBytes, field + ".name");
            int flags = entry.getInt(12);
            bitmaps.add(new Qcow2Bitmap(
                    StandardCharsets.UTF_8.decode(name).toString(),
                    granularity(entry.get(17) & 0xff, field),
                    (flags & BITMAP_FLAG_IN_USE) != 0,
                    (flags & BITMAP_FLAG_AUTO) != 0,
                    understood(entry, flags, extraBytes),
                    table,
                    tableSize,
                    data << header.clusterBits()));
            clusters += data;
            at = next;
        }
        return new Qcow2Bitmaps(List.copyOf(bitmaps), clusters);
    }

    private static int tableSize(ByteSource file, Qcow2Header header, ByteBuffer entry, String field, long table)
            throws ImageException {
        int entries = entry.getInt(8);
        long bytes = (long) entries * Long.BYTES;
        aligned(header, field + ".bitmap_table_offset", table);
        if (entries < 0 || entries > MAX_BITMAP_TABLE_ENTRIES || table < 0 || table > file.sizeBytes() - bytes) {
            throw new ImageException(
                    field + ".bitmap_table_size",
                    "must be at most " + MAX_BITMAP_TABLE_ENTRIES + ", and the table must lie inside the file of "
                            + file.sizeBytes() + " bytes",
                    Integer.toUnsignedString(entries));
        }
        return entries;
    }

    private static boolean understood(ByteBuffer entry, int flags, int extraBytes) {
        return (entry.get(16) & 0xff) == BITMAP_TYPE_DIRTY_TRACKING
                && (flags & ~BITMAP_FLAGS_KNOWN) == 0
                && (extraBytes == 0 || (flags & BITMAP_FLAG_EXTRA_DATA_COMPATIBLE) != 0);
    }

    private static long dataClusters(ByteSource file, long offset, int entries) throws IOException {
        TableWindow table = new TableWindow(file, offset, entries);
        long clusters = 0;
        for (long i = 0; i < entries; i++) {
            clusters += (table.get(i) & OFFSET_MASK) != 0 ? 1 : 0;
        }
        return clusters;
    }

    private static long granularity(int bits, String field) throws ImageException {
        if (bits < MIN_BITMAP_GRANULARITY_BITS || bits > MAX_BITMAP_GRANULARITY_BITS) {
            throw new ImageException(
                    field + ".granularity_bits",
                    "must be from " + MIN_BITMAP_GRANULARITY_BITS + " to " + MAX_BITMAP_GRANULARITY_BITS,
                    bits);
        }
        return 1L << bits;
    }

    private static void aligned(Qcow2Header header, String field, long offset) throws ImageException {
        if (offset < 0 || (offset & (header.clusterBytes() - 1)) != 0) {
            throw new ImageException(
                    field,
                    "must be a multiple of the cluster size " + header.clusterBytes(),
                    Long.toUnsignedString(offset));
        }
    }
}
