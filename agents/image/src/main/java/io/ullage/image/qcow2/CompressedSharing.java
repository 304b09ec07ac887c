package io.ullage.image.qcow2;

import static io.ullage.image.qcow2.Qcow2Layout.COMPRESSED;
import static io.ullage.image.qcow2.Qcow2Layout.COPIED;
import static io.ullage.image.qcow2.Qcow2Layout.OFFSET_MASK;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * Which compressed clusters of an L2 table a snapshot holds as well. They have no COPIED flag, and a reference count above one only
 * says that several of them lie in one host cluster. But a snapshot starts as a copy of the L1 table, so what it shares, it shares at
 * the same guest offset: comparing the entries there tells.
 */
final class CompressedSharing {
    private final Qcow2File image;
    private final BitSet shared = new BitSet();
    private final ByteBuffer buffer;
    private final long[] others;

    CompressedSharing(Qcow2File image) {
        this.image = image;
        boolean needed = !image.snapshots.isEmpty();
        this.buffer = ByteBuffer.allocateDirect(needed ? image.header.clusterBytes() : 0);
        this.others = new long[buffer.capacity() / Long.BYTES];
    }

    boolean isShared(int cluster) {
        return shared.get(cluster);
    }

    /** @param words of the active L2 table at {@code l1Index} */
    void load(long[] words, long l1Index, long tableOffset) throws IOException {
        shared.clear();
        int step = image.header.l2EntryBytes() / Long.BYTES;
        if (!hasCompressed(words, step)) {
            return;
        }
        long seen = tableOffset;
        for (Qcow2Snapshot snapshot : image.snapshots) {
            if (l1Index >= snapshot.l1Size()) {
                continue;
            }
            long other = tableOf(snapshot, l1Index);
            // Snapshots that follow each other often have the same table still.
            if (other == 0 || other == seen) {
                continue;
            }
            seen = other;
            TableWindow.readLongs(image.source(), other, buffer, others, others.length);
            for (int i = 0; i < words.length; i += step) {
                if ((words[i] & COMPRESSED) != 0 && ((words[i] ^ others[i]) & ~COPIED) == 0) {
                    shared.set(i / step);
                }
            }
        }
    }

    private long tableOf(Qcow2Snapshot snapshot, long l1Index) throws IOException {
        ByteBuffer entry = ByteBuffer.allocate(Long.BYTES);
        TableWindow.readZeroPadded(image.source(), snapshot.l1TableOffset() + l1Index * Long.BYTES, entry);
        return image.l2TableOffset(entry.getLong(0) & (OFFSET_MASK | COPIED), l1Index);
    }

    private static boolean hasCompressed(long[] words, int step) {
        for (int i = 0; i < words.length; i += step) {
            if ((words[i] & COMPRESSED) != 0) {
                return true;
            }
        }
        return false;
    }
}
