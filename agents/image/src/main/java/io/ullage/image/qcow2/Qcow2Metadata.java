package io.ullage.image.qcow2;

import java.io.IOException;

/** What the format itself occupies, in whole clusters. */
final class Qcow2Metadata {
    private Qcow2Metadata() {}

    /**
     * Header, L1 and L2 tables of the disk, reference counts, snapshot table, encryption header. What snapshots
     * hold, their L1 tables with it, counts as theirs.
     *
     * @param l2Tables of the disk
     */
    static long bytes(Qcow2File image, long l2Tables) throws IOException {
        Qcow2Header header = image.header;
        long clusters = 1
                + header.clustersOf((long) header.l1Size() * Qcow2Layout.L1_ENTRY_BYTES)
                + l2Tables
                + header.refcountTableClusters()
                + refcountBlocks(image)
                + header.clustersOf(header.extensions().luksBytes());
        if (header.nbSnapshots() > 0) {
            clusters += header.clustersOf(Qcow2Snapshot.tableBytes(image.source(), header));
        }
        return clusters << header.clusterBits();
    }

    private static long refcountBlocks(Qcow2File image) throws IOException {
        Qcow2Header header = image.header;
        long entries = (long) header.refcountTableClusters() << header.clusterBits() >>> 3;
        TableWindow table = new TableWindow(image.source(), header.refcountTableOffset(), entries);
        long blocks = 0;
        for (long i = 0; i < entries; i++) {
            if ((table.get(i) & Qcow2Layout.OFFSET_MASK) != 0) {
                blocks++;
            }
        }
        return blocks;
    }
}
