package io.ullage.image.qcow2;

import static io.ullage.image.qcow2.Qcow2Layout.OFFSET_MASK;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** How often each host cluster is used (spec, "Host cluster management"). Reads blocks by slices and keeps some of them. */
final class Qcow2Refcounts {
    private static final int SLICE_BYTES = 4096;
    private static final int SLICES = 256;

    private final Qcow2File image;
    private final TableWindow table;
    private final int order;
    private final int blockBits;
    private final int sliceBytes;
    private final ByteBuffer[] slices = new ByteBuffer[SLICES];
    private final long[] sliceOffsets = new long[SLICES];

    Qcow2Refcounts(Qcow2File image) {
        Qcow2Header header = image.header;
        this.image = image;
        this.order = header.refcountOrder();
        this.blockBits = header.clusterBits() + 3 - order;
        this.sliceBytes = Math.min(SLICE_BYTES, header.clusterBytes());
        this.table = new TableWindow(
                image.source(),
                header.refcountTableOffset(),
                (long) header.refcountTableClusters() << header.clusterBits() >>> 3);
        Arrays.fill(sliceOffsets, -1);
    }

    /** Entries of the refcount table that name a block. */
    long blocks() throws IOException {
        long blocks = 0;
        for (long i = 0; i < table.entries(); i++) {
            if (blockOffset(i) != 0) {
                blocks++;
            }
        }
        return blocks;
    }

    /**
     * References to the host cluster at {@code offset} of the file; 0 where it is free.
     *
     * @return a count, or a negative number for one of 2^63 and more
     */
    long at(long offset) throws IOException {
        long cluster = offset >>> image.header.clusterBits();
        long block = cluster >>> blockBits;
        long blockOffset = block < table.entries() ? blockOffset(block) : 0;
        if (blockOffset == 0) {
            return 0;
        }
        long bit = (cluster & ((1L << blockBits) - 1)) << order;
        long at = blockOffset + (bit >>> 3);
        ByteBuffer slice = slice(at & -sliceBytes);
        int within = (int) (at & (sliceBytes - 1));
        return switch (order) {
            case 0, 1, 2 -> slice.get(within) >>> (bit & 7) & ((1 << (1 << order)) - 1);
            case 3 -> slice.get(within) & 0xff;
            case 4 -> slice.getShort(within) & 0xffff;
            case 5 -> Integer.toUnsignedLong(slice.getInt(within));
            default -> slice.getLong(within);
        };
    }

    private long blockOffset(long index) throws IOException {
        long entry = table.get(index);
        long offset = entry & OFFSET_MASK;
        if ((offset & (image.header.clusterBytes() - 1)) != 0 || offset >= image.file.sizeBytes()) {
            image.anomalies.add(
                    "qcow2 refcount table entry",
                    "must be a multiple of the cluster size, inside the file of " + image.file.sizeBytes() + " bytes",
                    "0x" + Long.toHexString(entry) + " at index " + index);
            return 0;
        }
        return offset;
    }

    private ByteBuffer slice(long offset) throws IOException {
        int slot = (int) (offset / sliceBytes % SLICES);
        ByteBuffer slice = slices[slot];
        if (sliceOffsets[slot] == offset && slice != null) {
            return slice;
        }
        if (slice == null) {
            slice = ByteBuffer.allocate(sliceBytes);
            slices[slot] = slice;
        }
        TableWindow.readZeroPadded(image.source(), offset, slice.clear());
        sliceOffsets[slot] = offset;
        return slice;
    }
}
