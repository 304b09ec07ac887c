package io.ullage.image.qcow2;

import java.io.IOException;

/** What the format itself occupies, in whole clusters. */
final class Qcow2Metadata {
    private Qcow2Metadata() {}

    /**
     * Header, L1 and L2 tables of the disk, reference counts, snapshot table, bitmaps, encryption header. What snapshots
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
                + new Qcow2Refcounts(image).blocks()
                + image.bitmaps.clusters()
                + header.clustersOf(header.extensions().luksBytes());
        if (header.nbSnapshots() > 0) {
            clusters += header.clustersOf(Qcow2Snapshot.tableBytes(image.source(), header));
        }
        return clusters << header.clusterBits();
    }
}
