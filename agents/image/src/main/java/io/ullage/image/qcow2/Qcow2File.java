package io.ullage.image.qcow2;

import io.ullage.image.ByteSource;
import io.ullage.image.FileByteSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** An open image file with what the walks over its tables share. */
final class Qcow2File {
    final FileByteSource file;
    /** Where guest data lies: the image file, or its external data file. Empty if that could not be opened. */
    final Optional<FileByteSource> data;

    final Qcow2Header header;
    final List<Qcow2Snapshot> snapshots;
    final Qcow2Bitmaps bitmaps;
    final Anomalies anomalies;

    Qcow2File(
            FileByteSource file,
            Optional<FileByteSource> data,
            Qcow2Header header,
            List<Qcow2Snapshot> snapshots,
            Qcow2Bitmaps bitmaps,
            Anomalies anomalies) {
        this.file = file;
        this.data = data;
        this.header = header;
        this.snapshots = snapshots;
        this.bitmaps = bitmaps;
        this.anomalies = anomalies;
    }

    /** The table of the disk itself. */
    TableWindow activeL1() {
        return new TableWindow(file, header.l1TableOffset(), header.l1Size());
    }

    ByteSource source() {
        return file;
    }

    /** Length of the file that guest data lies in; without that file nothing can be said about it. */
    long dataBytes() {
        return data.isPresent() ? data.get().sizeBytes() : Long.MAX_VALUE;
    }

    long refreshDataBytes() throws IOException {
        return data.isPresent() ? data.get().refreshSizeBytes() : Long.MAX_VALUE;
    }

    /**
     * Checks an L1 entry.
     *
     * @param index of the entry in its table
     * @return offset of the L2 table; 0 where there is none, or none that can be read
     */
    long l2TableOffset(long entry, long index) throws IOException {
        long offset = entry & Qcow2Layout.OFFSET_MASK;
        if (offset == 0) {
            return 0;
        }
        if ((entry & Qcow2Layout.L1_RESERVED_MASK) != 0) {
            anomalies.add("qcow2 L1 entry", "reserved bits must be 0", at(entry, index));
        }
        if ((offset & (header.clusterBytes() - 1)) != 0) {
            anomalies.add("qcow2 L1 entry.offset", "must be a multiple of the cluster size", at(entry, index));
            return 0;
        }
        // The cluster of an L2 table is whole in an honest file: QEMU writes it in one piece before it links it.
        if (offset > file.sizeBytes() - header.clusterBytes()
                && offset > file.refreshSizeBytes() - header.clusterBytes()) {
            anomalies.add(
                    "qcow2 L1 entry.offset",
                    "the L2 table must lie inside the file of " + file.sizeBytes() + " bytes",
                    at(entry, index));
            return 0;
        }
        return offset;
    }

    private static String at(long entry, long index) {
        return "0x" + Long.toHexString(entry) + " at index " + index;
    }
}
