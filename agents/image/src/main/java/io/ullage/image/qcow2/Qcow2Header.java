package io.ullage.image.qcow2;

import io.ullage.image.ByteSource;
import io.ullage.image.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The header with its extensions, checked: every field within the limits of QEMU's own reader, every table aligned and inside the
 * file, none over another. Names are the specification's.
 *
 * @param size of the disk that the guest sees, in bytes
 * @param compressionType 0 is zlib, 1 is zstd
 * @param cryptMethod 0 is none, 1 is AES, 2 is LUKS
 * @param refcountOrder a reference count has {@code 1 << refcountOrder} bits
 */
record Qcow2Header(
        int version,
        int clusterBits,
        long size,
        int cryptMethod,
        int l1Size,
        long l1TableOffset,
        long refcountTableOffset,
        int refcountTableClusters,
        int nbSnapshots,
        long snapshotsOffset,
        long incompatibleFeatures,
        long compatibleFeatures,
        long autoclearFeatures,
        int refcountOrder,
        int compressionType,
        Optional<String> backingFile,
        Qcow2Extensions extensions) {

    static Qcow2Header read(ByteSource file) throws IOException {
        return new Qcow2HeaderParser(file).parse();
    }

    int clusterBytes() {
        return 1 << clusterBits;
    }

    boolean extendedL2() {
        return (incompatibleFeatures & Qcow2Layout.INCOMPATIBLE_EXTENDED_L2) != 0;
    }

    boolean hasDataFile() {
        return (incompatibleFeatures & Qcow2Layout.INCOMPATIBLE_DATA_FILE) != 0;
    }

    /** Bytes of one L2 entry: 8, or 16 with subclusters. */
    int l2EntryBytes() {
        return extendedL2() ? 16 : 8;
    }

    int l2Entries() {
        return clusterBytes() / l2EntryBytes();
    }

    /** Guest bytes beneath one L1 entry. */
    long bytesPerL1Entry() {
        return (long) l2Entries() << clusterBits;
    }

    /** L1 entries that the disk itself needs; those after them hold saved VM state. */
    long l1EntriesOfDisk() {
        long per = bytesPerL1Entry();
        return size / per + (size % per == 0 ? 0 : 1);
    }

    long clustersOf(long bytes) {
        return (bytes >>> clusterBits) + ((bytes & (clusterBytes() - 1)) == 0 ? 0 : 1);
    }

    /** Bytes from {@code from} on as a big-endian buffer. */
    static ByteBuffer bytes(ByteSource file, long from, int count, String structure) throws IOException {
        if (from < 0 || count > file.sizeBytes() || from > file.sizeBytes() - count) {
            throw new ImageException(
                    structure, "must lie inside the file of " + file.sizeBytes() + " bytes", from + " + " + count);
        }
        ByteBuffer buffer = ByteBuffer.allocate(count);
        file.readFully(from, buffer);
        return buffer.flip();
    }
}
