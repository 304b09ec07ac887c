package io.ullage.bench.qcow2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.IntToLongFunction;

/**
 * Writes a huge qcow2 with real metadata and holes for data: every {@code step}-th 64 KiB cluster is allocated. A terabyte with step
 * 16 has 1,048,576 scattered clusters and takes 130 MB on disk; {@code qemu-img check} finds no error in it.
 */
public final class ScatteredImage {
    private static final int CLUSTER_BITS = 16;
    private static final int CLUSTER = 1 << CLUSTER_BITS;
    private static final int PER_L2 = CLUSTER / Long.BYTES;
    private static final int PER_REFCOUNT_BLOCK = CLUSTER / Short.BYTES;
    private static final long COPIED = 1L << 63;
    private static final int HEADER_BYTES = 104;

    private ScatteredImage() {}

    /** {@code FILE VIRTUAL_BYTES STEP} */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("usage: ScatteredImage FILE VIRTUAL_BYTES STEP");
            System.exit(2);
        }
        write(Path.of(arguments[0]), Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
    }

    /** @param step every step-th cluster is allocated */
    public static void write(Path path, long virtualBytes, int step) throws IOException {
        long clusters = (virtualBytes + CLUSTER - 1) / CLUSTER;
        long allocated = (clusters + step - 1) / step;
        int l2Tables = (int) ((clusters + PER_L2 - 1) / PER_L2);
        int l1Clusters = (l2Tables * Long.BYTES + CLUSTER - 1) / CLUSTER;
        int refcountBlocks = 1;
        while ((long) refcountBlocks * PER_REFCOUNT_BLOCK < 2L + l1Clusters + refcountBlocks + l2Tables + allocated) {
            refcountBlocks++;
        }
        long total = 2L + l1Clusters + refcountBlocks + l2Tables + allocated;
        long l1 = CLUSTER;
        long refcountTable = l1 + (long) l1Clusters * CLUSTER;
        long refcountBlock = refcountTable + CLUSTER;
        long l2 = refcountBlock + (long) refcountBlocks * CLUSTER;
        long data = l2 + (long) l2Tables * CLUSTER;

        try (FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            file.write(header(virtualBytes, l2Tables, l1, refcountTable), 0);
            file.write(table(l2Tables, i -> (l2 + (long) i * CLUSTER) | COPIED), l1);
            file.write(table(refcountBlocks, i -> refcountBlock + (long) i * CLUSTER), refcountTable);
            for (int block = 0; block < refcountBlocks; block++) {
                int used = (int) Math.min(PER_REFCOUNT_BLOCK, total - (long) block * PER_REFCOUNT_BLOCK);
                ByteBuffer counts = ByteBuffer.allocate(used * Short.BYTES);
                while (counts.hasRemaining()) {
                    counts.putShort((short) 1);
                }
                file.write(counts.flip(), refcountBlock + (long) block * CLUSTER);
            }
            for (int t = 0; t < l2Tables; t++) {
                long first = (long) t * PER_L2;
                file.write(table(PER_L2, i -> entry(first + i, clusters, step, data)), l2 + (long) t * CLUSTER);
            }
            // The last data cluster ends the file, as in an image that QEMU wrote.
            file.write(ByteBuffer.allocate(1), total * CLUSTER - 1);
        }
    }

    private static long entry(long guestCluster, long clusters, int step, long data) {
        boolean isAllocated = guestCluster < clusters && guestCluster % step == 0;
        return isAllocated ? (data + guestCluster / step * CLUSTER) | COPIED : 0;
    }

    private static ByteBuffer header(long virtualBytes, int l1Size, long l1, long refcountTable) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES + Long.BYTES);
        header.putInt(0x514649fb)
                .putInt(3)
                .putLong(0)
                .putInt(0)
                .putInt(CLUSTER_BITS)
                .putLong(virtualBytes);
        header.putInt(0)
                .putInt(l1Size)
                .putLong(l1)
                .putLong(refcountTable)
                .putInt(1)
                .putInt(0)
                .putLong(0);
        header.putLong(0).putLong(0).putLong(0).putInt(4).putInt(HEADER_BYTES);
        return header.rewind();
    }

    private static ByteBuffer table(int entries, IntToLongFunction entry) {
        ByteBuffer table = ByteBuffer.allocate(entries * Long.BYTES);
        for (int i = 0; i < entries; i++) {
            table.putLong(entry.applyAsLong(i));
        }
        return table.flip();
    }
}
