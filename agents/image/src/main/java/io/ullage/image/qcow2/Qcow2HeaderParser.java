package io.ullage.image.qcow2;

import static io.ullage.image.qcow2.Qcow2Layout.*;

import io.ullage.image.ByteSource;
import io.ullage.image.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads and checks a {@link Qcow2Header}. */
final class Qcow2HeaderParser {
    private final ByteSource file;

    Qcow2HeaderParser(ByteSource file) {
        this.file = file;
    }

    Qcow2Header parse() throws IOException {
        ByteBuffer start = Qcow2Header.bytes(file, 0, HEADER_LENGTH_V2, "qcow2 header");
        require(start.getInt(0) == MAGIC, "magic", "must be QFI\\xfb", "0x" + Integer.toHexString(start.getInt(0)));
        int version = start.getInt(VERSION);
        require(version == 2 || version == 3, "version", "must be 2 or 3", Integer.toUnsignedString(version));
        int clusterBits = start.getInt(CLUSTER_BITS);
        between("cluster_bits", clusterBits, MIN_CLUSTER_BITS, MAX_CLUSTER_BITS);
        int headerLength = version == 2 ? HEADER_LENGTH_V2 : headerLength(clusterBits);
        ByteBuffer header = Qcow2Header.bytes(file, 0, headerLength, "qcow2 header");

        long backingOffset = header.getLong(BACKING_FILE_OFFSET);
        Qcow2Extensions extensions = Qcow2Extensions.parse(extensionArea(headerLength, backingOffset, clusterBits));
        long incompatible = version == 2 ? 0 : header.getLong(INCOMPATIBLE_FEATURES);
        checkIncompatible(incompatible, extensions);
        int compressionType = headerLength > COMPRESSION_TYPE ? header.get(COMPRESSION_TYPE) & 0xff : 0;
        between("compression_type", compressionType, 0, 1);
        require(
                compressionType != 0 == ((incompatible & INCOMPATIBLE_COMPRESSION) != 0),
                "compression_type",
                "must be 0 exactly where the incompatible feature bit 3 is clear",
                compressionType);

        Qcow2Header parsed = new Qcow2Header(
                version,
                clusterBits,
                header.getLong(SIZE),
                header.getInt(CRYPT_METHOD),
                header.getInt(L1_SIZE),
                header.getLong(L1_TABLE_OFFSET),
                header.getLong(REFCOUNT_TABLE_OFFSET),
                header.getInt(REFCOUNT_TABLE_CLUSTERS),
                header.getInt(NB_SNAPSHOTS),
                header.getLong(SNAPSHOTS_OFFSET),
                incompatible,
                version == 2 ? 0 : header.getLong(COMPATIBLE_FEATURES),
                version == 2 ? 0 : header.getLong(AUTOCLEAR_FEATURES),
                version == 2 ? 4 : header.getInt(REFCOUNT_ORDER),
                compressionType,
                backingFile(backingOffset, header.getInt(BACKING_FILE_SIZE), clusterBits),
                extensions);
        check(parsed);
        return parsed;
    }

    private int headerLength(int clusterBits) throws IOException {
        int length =
                Qcow2Header.bytes(file, 0, HEADER_LENGTH_V3, "qcow2 header").getInt(HEADER_LENGTH);
        between("header_length", length, HEADER_LENGTH_V3, 1 << clusterBits);
        return length;
    }

    private ByteBuffer extensionArea(int headerLength, long backingOffset, int clusterBits) throws IOException {
        long end = Math.min(1L << clusterBits, file.sizeBytes());
        if (backingOffset != 0) {
            require(
                    backingOffset >= headerLength && backingOffset <= end,
                    "backing_file_offset",
                    "must be from " + headerLength + " to " + end,
                    Long.toUnsignedString(backingOffset));
            end = backingOffset;
        }
        return Qcow2Header.bytes(file, headerLength, (int) Math.max(0, end - headerLength), "qcow2 header extensions");
    }

    private Optional<String> backingFile(long offset, int bytes, int clusterBits) throws IOException {
        if (offset == 0 || bytes == 0) {
            return Optional.empty();
        }
        between("backing_file_size", bytes, 1, MAX_BACKING_FILE_BYTES);
        require(
                offset <= (1L << clusterBits) - bytes,
                "backing_file_offset",
                "the name must end in the first cluster",
                offset + " + " + bytes);
        ByteBuffer name = Qcow2Header.bytes(file, offset, bytes, "qcow2 header.backing_file");
        return Optional.of(StandardCharsets.UTF_8.decode(name).toString());
    }

    private static void checkIncompatible(long bits, Qcow2Extensions extensions) throws ImageException {
        long unknown = bits & ~INCOMPATIBLE_KNOWN;
        if (unknown != 0) {
            int bit = Long.numberOfTrailingZeros(unknown);
            throw new ImageException(
                    "qcow2 header.incompatible_features",
                    "must only have bits that are known here",
                    "bit " + bit + " (" + extensions.nameOfIncompatible(bit) + ")");
        }
    }

    private void check(Qcow2Header header) throws ImageException {
        between("crypt_method", header.cryptMethod(), 0, 2);
        between("refcount_order", header.refcountOrder(), 0, MAX_REFCOUNT_ORDER);
        require(header.size() >= 0, "size", "must be below 2^63", Long.toUnsignedString(header.size()));
        require(
                !header.extendedL2() || header.clusterBits() >= EXTENDED_MIN_CLUSTER_BITS,
                "cluster_bits",
                "must be at least " + EXTENDED_MIN_CLUSTER_BITS + " with extended L2 entries",
                header.clusterBits());
        require(
                header.extensions().luksBytes() >= 0 && header.extensions().luksBytes() <= file.sizeBytes(),
                "encryption header length",
                "must be at most the file's " + file.sizeBytes(),
                header.extensions().luksBytes());
        between("l1_size", header.l1Size(), 0, MAX_L1_BYTES / L1_ENTRY_BYTES);
        require(
                header.l1Size() >= header.l1EntriesOfDisk(),
                "l1_size",
                "must be at least " + header.l1EntriesOfDisk() + ", which the size of " + header.size() + " needs",
                header.l1Size());
        table(header, "l1_table_offset", header.l1TableOffset(), (long) header.l1Size() * L1_ENTRY_BYTES);

        between(
                "refcount_table_clusters",
                header.refcountTableClusters(),
                1,
                MAX_REFCOUNT_TABLE_BYTES >> header.clusterBits());
        long refcountTableBytes = (long) header.refcountTableClusters() << header.clusterBits();
        table(header, "refcount_table_offset", header.refcountTableOffset(), refcountTableBytes);

        between("nb_snapshots", header.nbSnapshots(), 0, MAX_SNAPSHOTS);
        if (header.nbSnapshots() > 0) {
            long least = (long) header.nbSnapshots() * SNAPSHOT_ENTRY_BYTES;
            table(header, "snapshots_offset", header.snapshotsOffset(), least);
            apart("snapshots_offset", header.snapshotsOffset(), least, header.l1TableOffset(), l1Bytes(header));
            apart(
                    "snapshots_offset",
                    header.snapshotsOffset(),
                    least,
                    header.refcountTableOffset(),
                    refcountTableBytes);
        }
        apart(
                "l1_table_offset",
                header.l1TableOffset(),
                l1Bytes(header),
                header.refcountTableOffset(),
                refcountTableBytes);
    }

    private static long l1Bytes(Qcow2Header header) {
        return (long) header.l1Size() * L1_ENTRY_BYTES;
    }

    private void table(Qcow2Header header, String field, long offset, long bytes) throws ImageException {
        if (bytes == 0) {
            return;
        }
        require(
                (offset & (header.clusterBytes() - 1)) == 0,
                field,
                "must be a multiple of the cluster size " + header.clusterBytes(),
                Long.toUnsignedString(offset));
        require(
                offset >= header.clusterBytes() && offset <= file.sizeBytes() - bytes,
                field,
                "the table of " + bytes + " bytes must lie after the header and inside the file of " + file.sizeBytes(),
                Long.toUnsignedString(offset));
    }

    private static void apart(String field, long offset, long bytes, long otherOffset, long otherBytes)
            throws ImageException {
        require(
                bytes == 0 || otherBytes == 0 || offset + bytes <= otherOffset || otherOffset + otherBytes <= offset,
                field,
                "must not overlap the table at " + otherOffset + " + " + otherBytes,
                offset + " + " + bytes);
    }

    private static void between(String field, int value, int low, int high) throws ImageException {
        require(
                value >= low && value <= high,
                field,
                "must be from " + low + " to " + high,
                Integer.toUnsignedString(value));
    }

    private static void require(boolean holds, String field, String rule, Object value) throws ImageException {
        if (!holds) {
            throw new ImageException("qcow2 header." + field, rule, value);
        }
    }
}
