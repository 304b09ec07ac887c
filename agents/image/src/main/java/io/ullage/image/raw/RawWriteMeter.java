package io.ullage.image.raw;

import io.ullage.image.BackingState;
import io.ullage.image.ChainCursor;
import io.ullage.image.WriteMeter;
import java.io.IOException;

/** A raw file grows where it has holes and where its blocks are shared with another file; zeros punch holes. */
final class RawWriteMeter implements WriteMeter {
    /** What QEMU tracks changes by where the target has no clusters. */
    private static final int GRANULE_BYTES = 64 << 10;

    private final SparseMap map;
    private final ChainCursor cursor;

    RawWriteMeter(SparseMap map) {
        this.map = map;
        this.cursor = map.extents();
    }

    @Override
    public int granuleBytes() {
        return GRANULE_BYTES;
    }

    @Override
    public long data(long position, long lengthBytes) throws IOException {
        long end = position + lengthBytes;
        long beyond = Math.max(0, end - Math.max(position, map.provisionedBytes()));
        return rounded(beyond)
                + bytes(position, end, BackingState.UNMAPPED)
                + bytes(position, end, BackingState.SHARED);
    }

    @Override
    public long zeros(long position, long lengthBytes) throws IOException {
        long end = position + lengthBytes;
        return -bytes(position, end, BackingState.MAPPED) - bytes(position, end, BackingState.RESERVED);
    }

    @Override
    public long rest() {
        return 0;
    }

    private long bytes(long from, long to, BackingState state) throws IOException {
        long sum = 0;
        cursor.seek(from);
        while (from < Math.min(to, map.provisionedBytes()) && cursor.next() && cursor.start() < to) {
            long start = Math.max(from, cursor.start());
            long end = Math.min(to, cursor.start() + cursor.length());
            sum += cursor.state() == state && end > start ? end - start : 0;
        }
        return rounded(sum);
    }

    private long rounded(long bytes) {
        long unit = map.allocationUnitBytes();
        return (bytes + unit - 1) / unit * unit;
    }
}
