package io.ullage.image.qcow2;

import static io.ullage.image.qcow2.Qcow2Layout.COMPRESSED;
import static io.ullage.image.qcow2.Qcow2Layout.COPIED;
import static io.ullage.image.qcow2.Qcow2Layout.OFFSET_MASK;

import io.ullage.image.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Every host cluster that one L1 table leads to, each as often as it is referenced. Allocates nothing per cluster. */
final class ClusterReferences {
    interface Visitor {
        /** An L2 table; the clusters that follow, up to the next table, are those that it names. */
        void table(long offset) throws IOException;

        void cluster(long offset) throws IOException;

        /** @param storedBytes from {@code offset} on, which may reach into the next cluster */
        void compressed(long offset, long storedBytes) throws IOException;
    }

    private final Qcow2File image;
    private final ByteBuffer buffer;
    private final long[] words;

    ClusterReferences(Qcow2File image) {
        this.image = image;
        this.buffer = ByteBuffer.allocateDirect(image.header.clusterBytes());
        this.words = new long[image.header.clusterBytes() / Long.BYTES];
    }

    void visit(long l1Offset, int l1Size, Visitor visitor) throws IOException {
        TableWindow l1 = new TableWindow(image.source(), l1Offset, l1Size);
        long most = image.file.sizeBytes() >>> image.header.clusterBits();
        long tables = 0;
        for (long i = 0; i < l1Size; i++) {
            long offset = image.l2TableOffset(l1.get(i), i);
            if (offset == 0) {
                continue;
            }
            tables++;
            if (tables > most) {
                throw new ImageException(
                        "qcow2 L1 table", "its L2 tables must not overlap: the file has " + most + " clusters", tables);
            }
            visitor.table(offset);
            TableWindow.readLongs(image.source(), offset, buffer, words, words.length);
            visitEntries(visitor);
        }
    }

    private void visitEntries(Visitor visitor) throws IOException {
        Qcow2Header header = image.header;
        int step = header.l2EntryBytes() / Long.BYTES;
        long unaligned = header.clusterBytes() - 1L;
        long end = image.file.sizeBytes();
        for (int i = 0; i < words.length; i += step) {
            long entry = words[i];
            if ((entry & ~COPIED) == 0) {
                continue;
            }
            if ((entry & COMPRESSED) != 0) {
                long offset = CompressedCluster.offset(entry, header.clusterBits());
                if (offset < end) {
                    visitor.compressed(offset, CompressedCluster.storedBytes(entry, header.clusterBits()));
                }
                continue;
            }
            long offset = entry & OFFSET_MASK;
            // What is wrong with an entry is said by the walk over the map; here it references nothing.
            if (offset != 0 && (offset & unaligned) == 0 && offset < end && !header.hasDataFile()) {
                visitor.cluster(offset);
            }
        }
    }
}
