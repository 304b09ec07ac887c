package io.ullage.image.qcow2;

import static io.ullage.image.qcow2.Qcow2Layout.*;

import io.ullage.image.ChangeState;
import io.ullage.image.DirtyBitmap;
import io.ullage.image.ExtentCursor;
import io.ullage.image.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The bits of a persistent bitmap (spec, "Bitmap table" and "Bitmap data"): bit <i>n</i>, counted from the lowest of the first byte, stands
 * for the <i>n</i>th granule of the disk. QEMU writes them when it closes the image; while it has it open for writing they are stale, and
 * flagged so.
 */
final class Qcow2DirtyBitmap implements DirtyBitmap {
    private final Qcow2File image;
    private final Qcow2Bitmap bitmap;
    private final long bits;

    Qcow2DirtyBitmap(Qcow2File image, Qcow2Bitmap bitmap) {
        this.image = image;
        this.bitmap = bitmap;
        this.bits = ceilDivided(image.header.size(), bitmap.granularityBytes());
    }

    @Override
    public String name() {
        return bitmap.name();
    }

    @Override
    public long granularityBytes() {
        return bitmap.granularityBytes();
    }

    @Override
    public Optional<String> unusableBecause() {
        if (bitmap.inUse()) {
            return Optional.of("it is in use, or was not closed in order");
        }
        if (!bitmap.recording()) {
            return Optional.of("it does not record");
        }
        if (!bitmap.understood()) {
            return Optional.of("it is of a kind that is not known here");
        }
        if ((image.header.incompatibleFeatures() & (INCOMPATIBLE_DIRTY | INCOMPATIBLE_CORRUPT)) != 0) {
            return Optional.of("the image was not closed in order");
        }
        if (bitmap.tableEntries() != ceilDivided(ceilDivided(bits, Byte.SIZE), image.header.clusterBytes())) {
            return Optional.of("its table does not fit the size of the disk");
        }
        return Optional.empty();
    }

    @Override
    public ExtentCursor<ChangeState> extents() throws IOException {
        Optional<String> reason = unusableBecause();
        if (reason.isPresent()) {
            throw new ImageException("qcow2 bitmap " + bitmap.name(), "must be usable", reason.get());
        }
        return new Cursor();
    }

    private static long ceilDivided(long value, long by) {
        return value / by + (value % by == 0 ? 0 : 1);
    }

    /** One cluster of bits is in memory at a time. */
    private final class Cursor implements ExtentCursor<ChangeState> {
        private final TableWindow table = new TableWindow(image.file, bitmap.tableOffset(), bitmap.tableEntries());
        private final long bitsPerCluster = (long) image.header.clusterBytes() * Byte.SIZE;
        private final long[] words = new long[image.header.clusterBytes() / Long.BYTES];
        private final ByteBuffer buffer =
                ByteBuffer.allocate(image.header.clusterBytes()).order(ByteOrder.LITTLE_ENDIAN);
        private long loaded = -1;
        /** Of the loaded cluster, where all its bits are alike: 0 or -1. */
        private long uniform;

        private boolean isUniform;
        private long bit;
        private long start;
        private long end;
        private ChangeState state = ChangeState.CLEAN;

        @Override
        public boolean next() throws IOException {
            start = end;
            if (bit >= bits) {
                return false;
            }
            boolean set = isSet(bit);
            state = set ? ChangeState.DIRTY : ChangeState.CLEAN;
            do {
                bit = firstUnlike(bit, set);
            } while (bit < bits && bit % bitsPerCluster == 0 && isSet(bit) == set);
            bit = Math.min(bit, bits);
            end = bit == bits ? image.header.size() : bit * bitmap.granularityBytes();
            return true;
        }

        private boolean isSet(long index) throws IOException {
            load(index / bitsPerCluster);
            long word = isUniform ? uniform : words[(int) (index % bitsPerCluster / Long.SIZE)];
            return (word >>> index & 1) != 0;
        }

        /** First bit after {@code from} in its cluster that differs; the first one of the next cluster if there is none. */
        private long firstUnlike(long from, boolean set) {
            long clusterStart = loaded * bitsPerCluster;
            long clusterEnd = clusterStart + bitsPerCluster;
            if (isUniform) {
                return clusterEnd;
            }
            long at = from;
            while (at < clusterEnd) {
                long word = words[(int) ((at - clusterStart) / Long.SIZE)];
                long unlike = (set ? ~word : word) >>> at;
                if (unlike != 0) {
                    return at + Long.numberOfTrailingZeros(unlike);
                }
                at = (at / Long.SIZE + 1) * Long.SIZE;
            }
            return clusterEnd;
        }

        private void load(long cluster) throws IOException {
            if (cluster == loaded) {
                return;
            }
            long entry = table.get(cluster);
            long offset = entry & OFFSET_MASK;
            isUniform = offset == 0;
            uniform = (entry & BITMAP_TABLE_ALL_ONES) != 0 ? -1 : 0;
            if (!isUniform) {
                if ((offset & (image.header.clusterBytes() - 1)) != 0
                        || offset > image.file.sizeBytes() - image.header.clusterBytes()) {
                    throw new ImageException(
                            "qcow2 bitmap " + bitmap.name() + " table entry " + cluster,
                            "must name a whole cluster inside the file of " + image.file.sizeBytes() + " bytes",
                            offset);
                }
                buffer.clear();
                image.file.readFully(offset, buffer);
                buffer.flip();
                buffer.asLongBuffer().get(words);
            }
            loaded = cluster;
        }

        @Override
        public long start() {
            return start;
        }

        @Override
        public long length() {
            return end - start;
        }

        @Override
        public ChangeState state() {
            return state;
        }
    }
}
