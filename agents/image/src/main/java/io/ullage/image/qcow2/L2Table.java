package io.ullage.image.qcow2;

import static io.ullage.image.qcow2.Qcow2Layout.*;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One L2 table in memory, and what its entries mean (spec, "L2 table entry" and "Extended L2 Entries"). It is cut in units: clusters,
 * or subclusters where the image has extended entries.
 */
final class L2Table {
    /** Says nothing: the parent answers. 0, because it is the meaning of an empty entry. */
    static final int UNALLOCATED = 0;
    /** Reads as zeros and holds no cluster. */
    static final int ZERO_PLAIN = 1;
    /** Reads as zeros and holds a cluster. */
    static final int ZERO_ALLOCATED = 2;
    /** Holds data. */
    static final int DATA = 3;
    /** Holds data, and an internal snapshot holds the same cluster. */
    static final int SHARED = 4;

    /** What is stored compressed. */
    record Compressed(long clusters, long storedBytes) {}

    private final Qcow2File image;
    private final Qcow2Header header;
    private final CompressedSharing sharing;
    private final boolean extended;
    private final boolean hasSnapshots;
    private final int plainZero;
    /** Bits that make an entry something else than a plain data cluster, or wrong. */
    private final long unusualBits;

    private final int clusters;
    private final long[] words;
    private final ByteBuffer buffer;
    private boolean present;
    private int kindAtStop;
    private boolean tableShared;
    private long index;
    private long dataEnd;
    private long compressedClusters;
    private long compressedStoredBytes;

    L2Table(Qcow2File image, boolean plainZeroIsUnallocated) {
        this.image = image;
        this.header = image.header;
        this.sharing = new CompressedSharing(image);
        this.extended = header.extendedL2();
        this.hasSnapshots = !image.snapshots.isEmpty();
        this.plainZero = plainZeroIsUnallocated ? UNALLOCATED : ZERO_PLAIN;
        long unaligned = OFFSET_MASK & (header.clusterBytes() - 1);
        // With subclusters bit 0 is reserved: the bitmap tells zeros (spec, "Extended L2 Entries").
        this.unusualBits = COMPRESSED | ZERO | L2_RESERVED_MASK | unaligned;
        this.clusters = header.l2Entries();
        this.words = new long[header.clusterBytes() / Long.BYTES];
        this.buffer = ByteBuffer.allocateDirect(header.clusterBytes());
        this.dataEnd = image.dataBytes();
    }

    int unitBits() {
        return extended ? header.clusterBits() - Integer.numberOfTrailingZeros(SUBCLUSTERS) : header.clusterBits();
    }

    /** {@link #units} is a power of two, this one. */
    int unitsBits() {
        return Integer.numberOfTrailingZeros(units());
    }

    int units() {
        return extended ? clusters * SUBCLUSTERS : clusters;
    }

    /** As if there were no table: everything is unallocated. */
    void loadEmpty() {
        present = false;
    }

    /**
     * @param l1Index of the table
     * @param shared the L1 entry lacks the COPIED flag: a snapshot has the same table
     */
    void load(long offset, long l1Index, boolean shared) throws IOException {
        TableWindow.readLongs(image.source(), offset, buffer, words, words.length);
        present = true;
        tableShared = shared && hasSnapshots;
        index = l1Index;
        if (hasSnapshots && !tableShared) {
            sharing.load(words, l1Index, offset);
        }
    }

    /** What unit {@code unit} is. */
    int kind(int unit) throws IOException {
        if (!present) {
            return UNALLOCATED;
        }
        if (!extended) {
            return clusterKind(words[unit], unit);
        }
        int cluster = unit / SUBCLUSTERS;
        return subclusterKind(words[2 * cluster], words[2 * cluster + 1], cluster, unit % SUBCLUSTERS);
    }

    /** The entry that unit {@code unit} lies in. */
    long entryOf(int unit) {
        return extended ? words[unit / SUBCLUSTERS * 2] : words[unit];
    }

    /** First unit at or after {@code unit} that is of another kind; {@link #units} if there is none. */
    int skip(int unit, int kind) throws IOException {
        if (!present) {
            kindAtStop = UNALLOCATED;
            return kind == UNALLOCATED ? units() : unit;
        }
        return extended ? skipSubclusters(unit, kind) : skipClusters(unit, kind);
    }

    /** Where unit {@code unit} lies in the file; negative if it has no cluster of its own there, or is compressed. */
    long hostOffset(int unit) throws IOException {
        if (!present) {
            return -1;
        }
        long entry = entryOf(unit);
        boolean hasCluster = kind(unit) >= ZERO_ALLOCATED && (entry & COMPRESSED) == 0;
        long within = extended ? (long) (unit % SUBCLUSTERS) << unitBits() : 0;
        return hasCluster ? (entry & OFFSET_MASK) + within : -1;
    }

    /** As {@link #skip}, but stops where the next unit does not follow in the file; {@code unit} has a host offset. */
    int skipContiguous(int unit, int kind) throws IOException {
        long host = hostOffset(unit);
        int at = unit + 1;
        while (at < units() && kind(at) == kind && hostOffset(at) == host + ((long) (at - unit) << unitBits())) {
            at++;
        }
        return at;
    }

    /** What the unit is that {@link #skip} stopped at. */
    int kindAtStop() {
        return kindAtStop;
    }

    Compressed compressed() {
        return new Compressed(compressedClusters, compressedStoredBytes);
    }

    /** The loop that the map of a terabyte consists of; most entries of a sparse disk are 0. */
    private int skipClusters(int from, int kind) throws IOException {
        long[] table = words;
        int count = table.length;
        int at = from;
        while (at < count) {
            long entry = table[at];
            if (entry == 0 && kind == UNALLOCATED) {
                at = skipEmpty(table, at);
                continue;
            }
            long offset = entry & OFFSET_MASK;
            boolean plain = (entry & unusualBits) == 0 && offset != 0 && offset < dataEnd;
            int found = plain ? (entry < 0 || !hasSnapshots ? DATA : SHARED) : clusterKind(entry, at);
            if (found != kind) {
                kindAtStop = found;
                break;
            }
            if ((entry & COMPRESSED) != 0) {
                countCompressed(entry);
            }
            at++;
        }
        return at;
    }

    private static int skipEmpty(long[] table, int from) {
        int at = from;
        while (at <= table.length - 4 && (table[at] | table[at + 1] | table[at + 2] | table[at + 3]) == 0) {
            at += 4;
        }
        while (at < table.length && table[at] == 0) {
            at++;
        }
        return at;
    }

    private int skipSubclusters(int from, int kind) throws IOException {
        int at = from;
        int count = units();
        while (at < count) {
            int cluster = at / SUBCLUSTERS;
            int sub = at % SUBCLUSTERS;
            long entry = words[2 * cluster];
            long bitmap = words[2 * cluster + 1];
            // The usual clusters are of one kind all through: empty, or all of it data.
            boolean uniform = sub == 0 && ((entry | bitmap) == 0 || bitmap == 0xffffffffL);
            int found = subclusterKind(entry, bitmap, cluster, sub);
            if (found != kind) {
                kindAtStop = found;
                break;
            }
            if (sub == 0 && (entry & COMPRESSED) != 0) {
                countCompressed(entry);
            }
            at += uniform ? SUBCLUSTERS : 1;
        }
        return at;
    }

    private int clusterKind(long entry, int cluster) throws IOException {
        if (entry == 0) {
            return UNALLOCATED;
        }
        if ((entry & COMPRESSED) != 0) {
            return compressedKind(entry, cluster);
        }
        checkReserved(entry, cluster, L2_RESERVED_MASK);
        boolean zero = (entry & ZERO) != 0;
        if (zero && header.version() < 3) {
            image.anomalies.add("qcow2 L2 entry", "version 2 has no zero clusters", at(entry, cluster));
        }
        boolean allocated = isAllocated(entry, cluster);
        if (zero) {
            return allocated ? ZERO_ALLOCATED : plainZero;
        }
        return allocated ? dataKind(entry) : UNALLOCATED;
    }

    private int subclusterKind(long entry, long bitmap, int cluster, int sub) throws IOException {
        if ((entry | bitmap) == 0) {
            return UNALLOCATED;
        }
        if ((entry & COMPRESSED) != 0) {
            return compressedKind(entry, cluster);
        }
        checkReserved(entry, cluster, L2_RESERVED_MASK | ZERO);
        boolean data = (bitmap >>> sub & 1) != 0;
        boolean zero = (bitmap >>> (SUBCLUSTERS + sub) & 1) != 0;
        boolean allocated = isAllocated(entry, cluster);
        if (data && (zero || !allocated)) {
            image.anomalies.add(
                    "qcow2 extended L2 entry.bitmap",
                    zero ? "a subcluster must not be both allocated and zero" : "only an allocated cluster has data",
                    at(entry, cluster) + " with bitmap 0x" + Long.toHexString(bitmap));
            return UNALLOCATED;
        }
        if (zero) {
            return allocated ? ZERO_ALLOCATED : plainZero;
        }
        // An unallocated subcluster of an allocated cluster was never written: the file has a hole there, the parent
        // answers.
        return data ? dataKind(entry) : UNALLOCATED;
    }

    private int dataKind(long entry) {
        return hasSnapshots && (tableShared || (entry & COPIED) == 0) ? SHARED : DATA;
    }

    private int compressedKind(long entry, int cluster) throws IOException {
        if (header.hasDataFile()) {
            image.anomalies.add(
                    "qcow2 L2 entry", "an external data file has no compressed clusters", at(entry, cluster));
            return UNALLOCATED;
        }
        long offset = CompressedCluster.offset(entry, header.clusterBits());
        if (isBeyondEnd(offset)) {
            image.anomalies.add("qcow2 L2 entry.offset", "must lie inside the file", at(entry, cluster));
            return UNALLOCATED;
        }
        return hasSnapshots && (tableShared || sharing.isShared(cluster)) ? SHARED : DATA;
    }

    /** Whether the entry names a cluster that can be there; offset 0 is one only in an external data file (spec, "Standard Cluster Descriptor"). */
    private boolean isAllocated(long entry, int cluster) throws IOException {
        long offset = entry & OFFSET_MASK;
        if (offset == 0) {
            return header.hasDataFile() && (entry & COPIED) != 0;
        }
        if ((offset & (header.clusterBytes() - 1)) != 0) {
            image.anomalies.add("qcow2 L2 entry.offset", "must be a multiple of the cluster size", at(entry, cluster));
            return false;
        }
        if (isBeyondEnd(offset)) {
            image.anomalies.add("qcow2 L2 entry.offset", "must lie inside the file", at(entry, cluster));
            return false;
        }
        return true;
    }

    /** A file in use grows under the walk: look again before calling an entry wrong. */
    private boolean isBeyondEnd(long offset) throws IOException {
        if (offset < dataEnd) {
            return false;
        }
        dataEnd = image.refreshDataBytes();
        return offset >= dataEnd;
    }

    private void checkReserved(long entry, int cluster, long reserved) {
        if ((entry & reserved) != 0) {
            image.anomalies.add("qcow2 L2 entry", "reserved bits must be 0", at(entry, cluster));
        }
    }

    private void countCompressed(long entry) {
        compressedClusters++;
        compressedStoredBytes += CompressedCluster.storedBytes(entry, header.clusterBits());
    }

    private String at(long entry, int cluster) {
        long guest = index * header.bytesPerL1Entry() + ((long) cluster << header.clusterBits());
        return "0x" + Long.toHexString(entry) + " for guest offset " + guest;
    }
}
