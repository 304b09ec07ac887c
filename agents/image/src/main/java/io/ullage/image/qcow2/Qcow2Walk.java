package io.ullage.image.qcow2;

import io.ullage.image.ImageException;
import java.io.IOException;

/**
 * Walks what one image's own tables say about the guest's disk, as ranges of one kind. One L2 table is in memory at a time and
 * nothing is allocated per range: this is the loop that the map of a terabyte consists of.
 */
final class Qcow2Walk {
    private final Qcow2File image;
    private final boolean contiguous;
    private final L2Table table;
    private final TableWindow l1;
    private final long size;
    private final long tables;
    private final int unitBits;
    private final int units;
    private final int unitsBits;

    private long loaded = -1;
    private long highestLoaded = -1;
    private long tablesLoaded;
    /** L1 index and unit of its table that the next range starts at; -1 where {@code start} has yet to be looked up. */
    private long index;

    private int unit = -1;
    private int nextKind;
    private long start;
    private long end;
    private long hostStart = -1;
    private int kind;

    /**
     * @param plainZeroIsUnallocated for images without a parent, where both read as zeros and are one range
     * @param contiguous a range of clusters also ends where the file does not go on
     */
    Qcow2Walk(Qcow2File image, boolean plainZeroIsUnallocated, boolean contiguous) {
        this.contiguous = contiguous;
        this.image = image;
        this.table = new L2Table(image, plainZeroIsUnallocated);
        this.l1 = image.activeL1();
        this.size = image.header.size();
        this.tables = image.header.l1EntriesOfDisk();
        this.unitBits = table.unitBits();
        this.units = table.units();
        this.unitsBits = table.unitsBits();
    }

    void seek(long position) {
        unit = -1;
        start = position;
        end = position;
    }

    boolean next() throws IOException {
        start = end;
        if (start >= size) {
            return false;
        }
        if (unit < 0) {
            index = start >>> unitBits >>> unitsBits;
            unit = (int) (start >>> unitBits & (units - 1));
            load(index);
            nextKind = table.kind(unit);
        }
        kind = nextKind;
        hostStart = contiguous ? table.hostOffset(unit) : -1;
        if (hostStart >= 0) {
            end = Math.min(((index << unitsBits) + table.skipContiguous(unit, kind)) << unitBits, size);
            unit = -1;
            return true;
        }
        unit = table.skip(unit, kind);
        while (unit == units && index + 1 < tables) {
            index++;
            load(index);
            unit = table.skip(0, kind);
        }
        nextKind = table.kindAtStop();
        long reached = ((index << unitsBits) + unit) << unitBits;
        end = reached < size ? reached : size;
        return true;
    }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    /** Where the range lies in the file; negative if it has no clusters there, or was not asked for. */
    long hostStart() {
        return hostStart;
    }

    /** One of the kinds of {@link L2Table}. */
    int kind() {
        return kind;
    }

    /** L2 tables seen, each once. */
    long tablesLoaded() {
        return tablesLoaded;
    }

    /** Compressed clusters that were walked over, and the bytes that they are stored in. */
    L2Table.Compressed compressed() {
        return table.compressed();
    }

    private void load(long index) throws IOException {
        if (index == loaded) {
            return;
        }
        long entry = l1.get(index);
        long offset = image.l2TableOffset(entry, index);
        if (offset == 0) {
            table.loadEmpty();
        } else {
            table.load(offset, index, (entry & Qcow2Layout.COPIED) == 0);
            count(index);
        }
        loaded = index;
    }

    /** Tables that are all different fit in the file. Where they do not, a small file would make a walk of years. */
    private void count(long index) throws ImageException {
        if (index <= highestLoaded) {
            return;
        }
        highestLoaded = index;
        tablesLoaded++;
        if (tablesLoaded > image.file.sizeBytes() >>> image.header.clusterBits()) {
            throw new ImageException(
                    "qcow2 L1 table",
                    "its L2 tables must not overlap: all of them must fit in the file of " + image.file.sizeBytes()
                            + " bytes",
                    tablesLoaded + " tables");
        }
    }
}
