package io.ullage.image.qcow2;

import io.ullage.image.ImageSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What internal snapshots hold. A cluster is a snapshot's own if all references that its refcount counts come from that snapshot:
 * then deleting it lets the count drop to 0, which is when QEMU frees a cluster.
 *
 * <p>Plain clusters and tables are referenced once by each L1 table, so a refcount of 1 decides. A host cluster with compressed data
 * is referenced once by every compressed cluster in it, so its references are counted, over a window of the file at a time.
 */
final class SnapshotCensus {
    /** Host clusters whose references are counted at a time: 8 MiB of heap. */
    private static final int COUNTED_CLUSTERS = 1 << 22;
    /** Host clusters that are marked at a time: 16 MiB of heap. */
    private static final int MARKED_CLUSTERS = 1 << 27;
    /** Each window is a walk over all tables; more of them than this are not worth the time. */
    private static final int MAX_WINDOWS = 16;

    /** More snapshots than fit into a byte, beside the disk itself, are not told apart. */
    private static final int TOLD_APART = 254;
    /** Host clusters whose last user is noted at a time: 16 MiB of heap. */
    private static final int NOTED_CLUSTERS = 1 << 24;

    private final Qcow2File image;
    private final Qcow2Header header;
    private final Qcow2Refcounts refcounts;
    private final ClusterReferences references;
    private final int clusterBits;
    private final Optional<HostExtents> fileSystem;

    /** @param fileSystem what the file system holds of the image's clusters */
    SnapshotCensus(Qcow2File image, Optional<HostExtents> fileSystem) {
        this.fileSystem = fileSystem;
        this.image = image;
        this.header = image.header;
        this.refcounts = new Qcow2Refcounts(image);
        this.references = new ClusterReferences(image);
        this.clusterBits = header.clusterBits();
    }

    List<ImageSnapshot> snapshots() throws IOException {
        List<ImageSnapshot> counted = new ArrayList<>();
        long[] withOlder = withOlderBytes();
        for (Qcow2Snapshot snapshot : image.snapshots) {
            int place = counted.size();
            counted.add(count(
                    snapshot, place < withOlder.length ? OptionalLong.of(withOlder[place]) : OptionalLong.empty()));
        }
        return List.copyOf(counted);
    }

    /**
     * For each snapshot, the bytes whose last user it or an older one is; nothing if there is too much to count. Users are visited from the
     * oldest snapshot to the disk itself, and the last one's number stays.
     */
    private long[] withOlderBytes() throws IOException {
        int snapshots = image.snapshots.size();
        long clusters = header.clustersOf(image.file.sizeBytes());
        if (snapshots > TOLD_APART || clusters > (long) NOTED_CLUSTERS * MAX_WINDOWS) {
            return new long[0];
        }
        long[] bytes = new long[snapshots];
        for (long from = 0; from < clusters && snapshots > 0; from += NOTED_CLUSTERS) {
            LastUsers users = new LastUsers(from, (int) Math.min(NOTED_CLUSTERS, clusters - from));
            for (Qcow2Snapshot snapshot : image.snapshots) {
                users.user++;
                users.range(snapshot.l1TableOffset(), l1Bytes(snapshot));
                references.visit(snapshot.l1TableOffset(), snapshot.l1Size(), users);
            }
            users.user++;
            references.visit(header.l1TableOffset(), header.l1Size(), users);
            for (int cluster = 0; cluster < users.last.length; cluster++) {
                int number = users.last[cluster] & 0xff;
                if (number > 0 && number <= snapshots) {
                    bytes[number - 1] += heldBytes(from + cluster);
                }
            }
        }
        for (int i = 1; i < snapshots; i++) {
            bytes[i] += bytes[i - 1];
        }
        return bytes;
    }

    /** Bytes of the file that snapshots reference and the disk itself does not; absent if the file is too large to count. */
    OptionalLong heldBytes() throws IOException {
        if (image.snapshots.isEmpty()) {
            return OptionalLong.of(0);
        }
        long clusters = header.clustersOf(image.file.sizeBytes());
        if (clusters > (long) MARKED_CLUSTERS * MAX_WINDOWS) {
            return OptionalLong.empty();
        }
        long held = 0;
        for (long from = 0; from < clusters; from += MARKED_CLUSTERS) {
            Marks marks = new Marks(from);
            for (Qcow2Snapshot snapshot : image.snapshots) {
                marks.range(snapshot.l1TableOffset(), l1Bytes(snapshot), true);
                references.visit(snapshot.l1TableOffset(), snapshot.l1Size(), marks);
            }
            marks.marking = false;
            references.visit(header.l1TableOffset(), header.l1Size(), marks);
            held += (long) marks.marked.cardinality() << clusterBits;
        }
        return OptionalLong.of(held);
    }

    private long heldBytes(long cluster) throws IOException {
        long offset = cluster << clusterBits;
        return fileSystem.isPresent()
                ? fileSystem.get().heldBytes(offset, Math.min(offset + header.clusterBytes(), image.file.sizeBytes()))
                : header.clusterBytes();
    }

    private ImageSnapshot count(Qcow2Snapshot snapshot, OptionalLong withOlderBytes) throws IOException {
        Plain plain = new Plain();
        long l1Bytes = l1Bytes(snapshot);
        for (long at = 0; at < l1Bytes; at += header.clusterBytes()) {
            plain.table(snapshot.l1TableOffset() + at);
        }
        references.visit(snapshot.l1TableOffset(), snapshot.l1Size(), plain);
        boolean countable = true;
        if (plain.lastCompressed >= 0) {
            countable = countCompressed(snapshot, plain);
        }
        return new ImageSnapshot(
                snapshot.id(),
                snapshot.name(),
                snapshot.created(),
                snapshot.sizeBytes(),
                snapshot.vmStateBytes(),
                countable ? OptionalLong.of(plain.referenced << clusterBits) : OptionalLong.empty(),
                countable ? OptionalLong.of(plain.exclusive << clusterBits) : OptionalLong.empty(),
                countable && fileSystem.isPresent() ? OptionalLong.of(plain.exclusiveHeld) : OptionalLong.empty(),
                withOlderBytes);
    }

    /** Adds host clusters of compressed data to what was counted; false if they are spread too far. */
    private boolean countCompressed(Qcow2Snapshot snapshot, Plain counted) throws IOException {
        long clusters = counted.lastCompressed - counted.firstCompressed + 1;
        if (clusters > (long) COUNTED_CLUSTERS * MAX_WINDOWS) {
            return false;
        }
        for (long from = counted.firstCompressed; from <= counted.lastCompressed; from += COUNTED_CLUSTERS) {
            Counts counts = new Counts(from, (int) Math.min(COUNTED_CLUSTERS, counted.lastCompressed - from + 1));
            references.visit(snapshot.l1TableOffset(), snapshot.l1Size(), counts);
            for (int i = 0; i < counts.references.length; i++) {
                if (counts.references[i] != 0) {
                    counted.referenced++;
                    if (counts.references[i] == refcounts.at((from + i) << clusterBits)) {
                        counted.own(from + i);
                    }
                }
            }
        }
        return true;
    }

    private static long l1Bytes(Qcow2Snapshot snapshot) {
        return (long) snapshot.l1Size() * Qcow2Layout.L1_ENTRY_BYTES;
    }

    /** Counts tables and plain clusters, and sees where compressed ones lie. */
    private final class Plain implements ClusterReferences.Visitor {
        private long referenced;
        private long exclusive;
        private long exclusiveHeld;
        private long firstCompressed = Long.MAX_VALUE;
        private long lastCompressed = -1;
        private boolean tableIsOwn;

        @Override
        public void table(long offset) throws IOException {
            tableIsOwn = refcounts.at(offset) == 1;
            referenced++;
            if (tableIsOwn) {
                own(offset >>> clusterBits);
            }
        }

        void own(long cluster) throws IOException {
            exclusive++;
            exclusiveHeld += heldBytes(cluster);
        }

        @Override
        public void cluster(long offset) throws IOException {
            referenced++;
            // A table that two L1 tables lead to lends its clusters a reference from each.
            if (tableIsOwn && refcounts.at(offset) == 1) {
                own(offset >>> clusterBits);
            }
        }

        @Override
        public void compressed(long offset, long storedBytes) {
            firstCompressed = Math.min(firstCompressed, offset >>> clusterBits);
            lastCompressed = Math.max(lastCompressed, (offset + storedBytes - 1) >>> clusterBits);
        }
    }

    /** Counts references to the host clusters of compressed data, within a window. */
    private final class Counts implements ClusterReferences.Visitor {
        private final long from;
        private final char[] references;

        Counts(long from, int clusters) {
            this.from = from;
            this.references = new char[clusters];
        }

        @Override
        public void table(long offset) {}

        @Override
        public void cluster(long offset) {}

        @Override
        public void compressed(long offset, long storedBytes) {
            long last = (offset + storedBytes - 1) >>> clusterBits;
            for (long cluster = offset >>> clusterBits; cluster <= last; cluster++) {
                long at = cluster - from;
                if (at >= 0 && at < references.length && references[(int) at] < Character.MAX_VALUE) {
                    references[(int) at]++;
                }
            }
        }
    }

    /** Notes who uses a host cluster, within a window; of several the last one visited stays. */
    private final class LastUsers implements ClusterReferences.Visitor {
        private final long from;
        private final byte[] last;
        private int user;

        LastUsers(long from, int clusters) {
            this.from = from;
            this.last = new byte[clusters];
        }

        @Override
        public void table(long offset) {
            range(offset, 1);
        }

        @Override
        public void cluster(long offset) {
            range(offset, 1);
        }

        @Override
        public void compressed(long offset, long storedBytes) {
            range(offset, storedBytes);
        }

        void range(long offset, long bytes) {
            long end = (offset + bytes - 1) >>> clusterBits;
            for (long cluster = offset >>> clusterBits; bytes > 0 && cluster <= end; cluster++) {
                long at = cluster - from;
                if (at >= 0 && at < last.length) {
                    last[(int) at] = (byte) user;
                }
            }
        }
    }

    /** Marks what is referenced, or takes the mark away, within a window. */
    private final class Marks implements ClusterReferences.Visitor {
        private final long from;
        private final BitSet marked = new BitSet();
        private boolean marking = true;

        Marks(long from) {
            this.from = from;
        }

        @Override
        public void table(long offset) {
            range(offset, 1, marking);
        }

        @Override
        public void cluster(long offset) {
            range(offset, 1, marking);
        }

        @Override
        public void compressed(long offset, long storedBytes) {
            range(offset, storedBytes, marking);
        }

        void range(long offset, long bytes, boolean mark) {
            long last = (offset + bytes - 1) >>> clusterBits;
            for (long cluster = offset >>> clusterBits; bytes > 0 && cluster <= last; cluster++) {
                long at = cluster - from;
                if (at >= 0 && at < MARKED_CLUSTERS) {
                    marked.set((int) at, mark);
                }
            }
        }
    }
}
