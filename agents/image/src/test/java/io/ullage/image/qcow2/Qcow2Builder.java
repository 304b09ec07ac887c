package io.ullage.image.qcow2;

import io.ullage.image.BackingState;
import io.ullage.image.ExtentCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes qcow2 files by hand, right or wrong: header in cluster 0, refcount table in 1, a refcount block in 2, L1 table in 3, and what a
 * test puts after that.
 */
final class Qcow2Builder {
    static final long COPIED = 1L << 63;
    static final int L1_CLUSTER = 3;
    static final int FIRST_FREE_CLUSTER = 4;

    private final int clusterBits;
    private final ByteBuffer bytes;

    Qcow2Builder(int clusterBits, int clusters, long size) {
        this.clusterBits = clusterBits;
        this.bytes = ByteBuffer.allocate(clusters << clusterBits);
        long perL1 = 1L << (2 * clusterBits - 3);
        intAt(0, 0x514649fb).intAt(4, 3).intAt(20, clusterBits).longAt(24, size);
        intAt(36, (int) ((size + perL1 - 1) / perL1)).longAt(40, offset(L1_CLUSTER));
        longAt(48, offset(1)).intAt(56, 1).intAt(96, 4).intAt(100, 104);
        longAt(offset(1), offset(2));
        for (int i = 0; i < Math.min(clusters, 1 << (clusterBits - 1)); i++) {
            bytes.putShort((int) offset(2) + 2 * i, (short) 1);
        }
    }

    long offset(int cluster) {
        return (long) cluster << clusterBits;
    }

    Qcow2Builder intAt(long offset, int value) {
        bytes.putInt((int) offset, value);
        return this;
    }

    Qcow2Builder longAt(long offset, long value) {
        bytes.putLong((int) offset, value);
        return this;
    }

    Qcow2Builder textAt(long offset, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        bytes.put((int) offset, ascii);
        return this;
    }

    /** Entry {@code index} of the active L1 table. */
    Qcow2Builder l1(int index, long entry) {
        return longAt(offset(L1_CLUSTER) + 8L * index, entry);
    }

    /** Entry {@code index} of the L2 table in a cluster. */
    Qcow2Builder l2(int cluster, int index, long entry) {
        return longAt(offset(cluster) + 8L * index, entry);
    }

    byte[] bytes() {
        return bytes.array();
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes.array());
    }

    /** Extents as {@code start+length STATE}. */
    static List<String> extents(ExtentCursor<BackingState> cursor) throws IOException {
        List<String> extents = new ArrayList<>();
        while (cursor.next()) {
            extents.add(cursor.start() + "+" + cursor.length() + " " + cursor.state());
        }
        return extents;
    }
}
