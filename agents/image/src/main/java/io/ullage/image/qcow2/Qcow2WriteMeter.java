package io.ullage.image.qcow2;

import static io.ullage.image.qcow2.Qcow2Layout.COMPRESSED;
import static io.ullage.image.qcow2.Qcow2Layout.COPIED;
import static io.ullage.image.qcow2.Qcow2Layout.OFFSET_MASK;

import io.ullage.image.BackingState;
import io.ullage.image.WriteMeter;
import java.io.IOException;
import java.util.Optional;

/**
 * A qcow2 file grows by the clusters that are not there yet or that a snapshot holds too, by L2 tables for which the same is true, and by
 * reference counts for them; zeros free the clusters that they cover (spec, "Cluster mapping", "Host cluster management").
 */
final class Qcow2WriteMeter implements WriteMeter {
    private static final int LEAST_GRANULE_BYTES = 4096;
    private static final int MOST_GRANULE_BYTES = 64 << 10;

    private final Qcow2File image;
    private final Qcow2Header header;
    private final Optional<HostExtents> fileSystem;
    private final L2Table table;
    private final TableWindow l1;
    private final int clusterBits;
    private final long clusterBytes;
    private final int unitsPerCluster;

    private long loaded = -1;
    private boolean tableThere;
    private boolean tableOwn;
    private boolean tableWritten;
    /** Cluster that was given a new place last: later granules in it cost nothing. */
    private long newCluster = -1;

    private long netClusters;

    /** @param fileSystem what the file system holds of the image's clusters; without it, all of them */
    Qcow2WriteMeter(Qcow2File image, Optional<HostExtents> fileSystem) {
        this.image = image;
        this.header = image.header;
        this.fileSystem = fileSystem;
        this.table = new L2Table(image, false);
        this.l1 = image.activeL1();
        this.clusterBits = header.clusterBits();
        this.clusterBytes = header.clusterBytes();
        this.unitsPerCluster = 1 << clusterBits - table.unitBits();
    }

    @Override
    public int granuleBytes() {
        return Math.max(LEAST_GRANULE_BYTES, Math.min(MOST_GRANULE_BYTES, header.clusterBytes()));
    }

    @Override
    public long data(long position, long lengthBytes) throws IOException {
        long growth = 0;
        for (long at = position; at < position + lengthBytes; ) {
            long end = Math.min(position + lengthBytes, (at | clusterBytes - 1) + 1);
            growth += tableCost(at) + dataInCluster(at, end);
            at = end;
        }
        return growth;
    }

    @Override
    public long zeros(long position, long lengthBytes) throws IOException {
        if (header.version() < 3 && header.backingFile().isPresent()) {
            // Its format has no zeros: where a parent would shine through, they are written like data.
            return data(position, lengthBytes);
        }
        long growth = 0;
        for (long at = position; at < position + lengthBytes && at < header.size(); ) {
            long end = Math.min(position + lengthBytes, (at | clusterBytes - 1) + 1);
            growth += tableCost(at);
            boolean whole = at % clusterBytes == 0 && (end % clusterBytes == 0 || end >= header.size());
            if (whole && isOwn(at)) {
                long host = entry(at) & OFFSET_MASK;
                growth -= held(host, host + clusterBytes);
                netClusters--;
            }
            at = end;
        }
        return growth;
    }

    @Override
    public long rest() throws IOException {
        Qcow2Refcounts refcounts = new Qcow2Refcounts(image);
        long perBlock = clusterBytes * 8 >>> header.refcountOrder();
        long end = header.clustersOf(image.file.sizeBytes()) + Math.max(0, netClusters);
        long lacking = (end + perBlock - 1) / perBlock - refcounts.blocks();
        return Math.max(0, lacking) << clusterBits;
    }

    /** The table that {@code position} is looked up in: a new one, or a copy of one that a snapshot holds too; once. */
    private long tableCost(long position) throws IOException {
        long index = position / header.bytesPerL1Entry();
        if (index != loaded) {
            loaded = index;
            tableWritten = false;
            long entry = index < l1.entries() ? l1.get(index) : 0;
            long offset = image.l2TableOffset(entry, index);
            tableThere = offset != 0;
            tableOwn = (entry & COPIED) != 0 || image.snapshots.isEmpty();
            if (tableThere) {
                table.load(offset, index, !tableOwn);
            } else {
                table.loadEmpty();
            }
        }
        if (tableWritten) {
            return 0;
        }
        tableWritten = true;
        if (tableThere && tableOwn) {
            return 0;
        }
        netClusters++;
        return clusterBytes;
    }

    private long dataInCluster(long from, long to) throws IOException {
        long cluster = from >>> clusterBits;
        if (cluster == newCluster) {
            return 0;
        }
        if (!isOwn(from)) {
            newCluster = cluster;
            netClusters++;
            return clusterBytes;
        }
        long host = (entry(from) & OFFSET_MASK) + (from & clusterBytes - 1);
        return to - from - held(host, host + to - from);
    }

    /** A cluster that can be written where it lies: it has a place, and nothing else holds it. */
    private boolean isOwn(long position) {
        long entry = entry(position);
        boolean alone = (entry & COPIED) != 0 || image.snapshots.isEmpty();
        return tableThere && tableOwn && alone && (entry & COMPRESSED) == 0 && (entry & OFFSET_MASK) != 0;
    }

    private long entry(long position) {
        return tableThere
                ? table.entryOf((int) (position % header.bytesPerL1Entry() >>> clusterBits) * unitsPerCluster)
                : 0;
    }

    /** Bytes between two places of the file that its file system holds. */
    private long held(long from, long to) throws IOException {
        if (fileSystem.isEmpty()) {
            return to - from;
        }
        return fileSystem.get().heldBytes(from, to);
    }

    /** Bytes of the file that are held by the file system and used by nothing. */
    static long reusableBytes(Qcow2File image, HostExtents extents) throws IOException {
        Qcow2Refcounts refcounts = new Qcow2Refcounts(image);
        long size = image.file.sizeBytes();
        long clusterBytes = image.header.clusterBytes();
        long reusable = 0;
        for (long at = 0; at < size; ) {
            extents.locate(at);
            long end = Math.min(size, extents.end());
            if (extents.state() != BackingState.UNMAPPED) {
                for (long part = at; part < end; ) {
                    long next = Math.min(end, (part | clusterBytes - 1) + 1);
                    reusable += refcounts.at(part) == 0 ? next - part : 0;
                    part = next;
                }
            }
            at = end;
        }
        return reusable;
    }
}
