package io.ullage.image;

import java.io.IOException;

/** {@link SparseProbe} over SEEK_DATA and SEEK_HOLE: remembers the last extent, so that a sequential walk asks once per extent. */
final class SeekProbe implements SparseProbe {
    private final SparseProbe.Seek seek;
    private final long sizeBytes;
    private long start;
    private long end;
    private BackingState state = BackingState.UNMAPPED;

    SeekProbe(SparseProbe.Seek seek, long sizeBytes) {
        this.seek = seek;
        this.sizeBytes = sizeBytes;
    }

    @Override
    public void locate(long position) throws IOException {
        if (position >= start && position < end) {
            return;
        }
        long data = Math.min(seek.nextData(position), sizeBytes);
        if (data > position) {
            state = BackingState.UNMAPPED;
            end = data;
        } else {
            state = BackingState.MAPPED;
            // A file that is written to meanwhile may answer with the position itself; an extent is never empty.
            end = Math.max(Math.min(seek.nextHole(position), sizeBytes), position + 1);
        }
        start = position;
    }

    @Override
    public BackingState state() {
        return state;
    }

    @Override
    public long end() {
        return end;
    }

    @Override
    public void close() throws IOException {
        seek.close();
    }
}
