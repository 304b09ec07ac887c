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
        if (start.getInt(0) != MAGIC) {
            throw broken("magic", "must be QFI\\xfb", "0x" + Integer.toHexString(start.getInt(0)));
        }
        int version = start.getInt(VERSION);
        between("version", version, 2, 3);
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
        if (compressionType != 0 != ((incompatible & INCOMPATIBLE_COMPRESSION) != 0)) {
            throw broken(
                    "compression_type", "must be 0 exactly where incompatible feature bit 3 is clear", compressionType);
        }

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
                version == 2 ? REFCOUNT_ORDER_V2 : header.getInt(REFCOUNT_ORDER),
                compressionType,
                backingFile(backingOffset, header.getInt(BACKING_FILE_SIZE), clusterBits),
                extensions);
        checkSizes(parsed);
        checkTables(parsed);
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
            if (backingOffset < headerLength || backingOffset > end) {
                throw broken(
                        "backing_file_offset",
                        "must be from " + headerLength + " to " + end,
                        Long.toUnsignedString(backingOffset));
            }
            end = backingOffset;
        }
        return Qcow2Header.bytes(file, headerLength, (int) Math.max(0, end - headerLength), "qcow2 header extensions");
    }

    private Optional<String> backingFile(long offset, int bytes, int clusterBits) throws IOException {
        if (offset == 0 || bytes == 0) {
            return Optional.empty();
        }
        between("backing_file_size", bytes, 1, MAX_BACKING_FILE_BYTES);
        if (offset > (1L << clusterBits) - bytes) {
            throw broken("backing_file_offset", "the name must end in the first cluster", offset + " + " + bytes);
        }
        ByteBuffer name = Qcow2Header.bytes(file, offset, bytes, "qcow2 header.backing_file");
        return Optional.of(StandardCharsets.UTF_8.decode(name).toString());
    }

    private static void checkIncompatible(long bits, Qcow2Extensions extensions) throws ImageException {
        long unknown = bits & ~INCOMPATIBLE_KNOWN;
        if (unknown != 0) {
            int bit = Long.numberOfTrailingZeros(unknown);
            throw broken(
                    "incompatible_features",
                    "must only have bits that are known here",
                    "bit " + bit + " (" + extensions.nameOfIncompatible(bit) + ")");
        }
    }

    private void checkSizes(Qcow2Header header) throws ImageException {
        between("crypt_method", header.cryptMethod(), 0, 2);
        between("refcount_order", header.refcountOrder(), 0, MAX_REFCOUNT_ORDER);
        between("nb_snapshots", header.nbSnapshots(), 0, MAX_SNAPSHOTS);
        between("l1_size", header.l1Size(), 0, MAX_L1_BYTES / L1_ENTRY_BYTES);
        int mostRefcountClusters = MAX_REFCOUNT_TABLE_BYTES >> header.clusterBits();
        between("refcount_table_clusters", header.refcountTableClusters(), 1, mostRefcountClusters);
        if (header.size() < 0) {
            throw broken("size", "must be below 2^63", Long.toUnsignedString(header.size()));
        }
        if (header.extendedL2() && header.clusterBits() < EXTENDED_MIN_CLUSTER_BITS) {
            throw broken(
                    "cluster_bits",
                    "must be at least " + EXTENDED_MIN_CLUSTER_BITS + " with extended L2 entries",
                    header.clusterBits());
        }
        if (header.l1Size() < header.l1EntriesOfDisk()) {
            throw broken(
                    "l1_size",
                    "must be at least " + header.l1EntriesOfDisk() + ", which the size of " + header.size() + " needs",
                    header.l1Size());
        }
        long luksBytes = header.extensions().luksBytes();
        if (luksBytes < 0 || luksBytes > file.sizeBytes()) {
            throw broken("encryption header length", "must be at most the file's " + file.sizeBytes(), luksBytes);
        }
    }

    private void checkTables(Qcow2Header header) throws ImageException {
        Table l1 = table(header, "l1_table_offset", header.l1TableOffset(), (long) header.l1Size() * L1_ENTRY_BYTES);
        Table refcounts = table(
                header,
                "refcount_table_offset",
                header.refcountTableOffset(),
                (long) header.refcountTableClusters() << header.clusterBits());
        // Entries have text of any length, so this is the least that the table can have.
        Table snapshots = table(
                header,
                "snapshots_offset",
                header.snapshotsOffset(),
                (long) header.nbSnapshots() * SNAPSHOT_ENTRY_BYTES);
        apart(l1, refcounts);
        apart(snapshots, l1);
        apart(snapshots, refcounts);
    }

    private record Table(String field, long offset, long bytes) {}

    private Table table(Qcow2Header header, String field, long offset, long bytes) throws ImageException {
        if (bytes == 0) {
            return new Table(field, 0, 0);
        }
        if ((offset & (header.clusterBytes() - 1)) != 0) {
            throw broken(
                    field,
                    "must be a multiple of the cluster size " + header.clusterBytes(),
                    Long.toUnsignedString(offset));
        }
        if (offset < header.clusterBytes() || offset > file.sizeBytes() - bytes) {
            throw broken(
                    field,
                    "the table of " + bytes + " bytes must lie after the header and inside the file of "
                            + file.sizeBytes(),
                    Long.toUnsignedString(offset));
        }
        return new Table(field, offset, bytes);
    }

    private static void apart(Table one, Table other) throws ImageException {
        boolean overlap = one.offset() < other.offset() + other.bytes() && other.offset() < one.offset() + one.bytes();
        if (one.bytes() > 0 && other.bytes() > 0 && overlap) {
            throw broken(
                    one.field(),
                    "must not overlap the table at " + other.offset() + " + " + other.bytes(),
                    one.offset() + " + " + one.bytes());
        }
    }

    private static void between(String field, int value, int low, int high) throws ImageException {
        if (value < low || value > high) {
            throw broken(field, "must be from " + low + " to " + high, Integer.toUnsignedString(value));
        }
    }

    // Texts are only put together here, when a rule is broken: in a short command they would cost as much as the map.
    private static ImageException broken(String field, String rule, Object value) {
        return new ImageException("qcow2 header." + field, rule, value);
    }
}
