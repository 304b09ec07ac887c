package io.ullage.image.raw;

import io.ullage.image.BackingState;
import io.ullage.image.BlockMap;
import io.ullage.image.ChainCursor;
import io.ullage.image.SparseProbe;
import java.io.IOException;
import java.util.Optional;

/** Map of a raw file: the extents that a {@link SparseProbe} tells. */
public final class SparseMap implements BlockMap {
    private final long sizeBytes;
    private final long allocationUnitBytes;
    private final Optional<SparseProbe> probe;

    /**
     * @param allocationUnitBytes block size of the file system
     * @param probe without one, all is mapped
     */
    public SparseMap(long sizeBytes, long allocationUnitBytes, Optional<SparseProbe> probe) {
        this.sizeBytes = sizeBytes;
        this.allocationUnitBytes = allocationUnitBytes;
        this.probe = probe;
    }

    @Override
    public long provisionedBytes() {
        return sizeBytes;
    }

    @Override
    public long allocationUnitBytes() {
        return allocationUnitBytes;
    }

    @Override
    public ChainCursor extents() {
        return new Cursor();
    }

    private final class Cursor implements ChainCursor {
        private long start;
        private long end;
        private BackingState state = BackingState.MAPPED;

        @Override
        public void seek(long position) {
            start = position;
            end = position;
        }

        @Override
        public boolean next() throws IOException {
            start = end;
            if (start >= sizeBytes) {
                return false;
            }
            if (probe.isEmpty()) {
                end = sizeBytes;
                return true;
            }
            SparseProbe sparse = probe.get();
            sparse.locate(start);
            state = sparse.state();
            end = endOf(sparse, start);
            while (end < sizeBytes) {
                sparse.locate(end);
                if (sparse.state() != state) {
                    break;
                }
                end = endOf(sparse, end);
            }
            return true;
        }

        private long endOf(SparseProbe sparse, long position) throws IOException {
            if (sparse.end() <= position) {
                throw new IOException(
                        "probe of a raw image: no extent at " + position + ", it ends at " + sparse.end());
            }
            return Math.min(sparse.end(), sizeBytes);
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
        public BackingState state() {
            return state;
        }

        @Override
        public int depth() {
            return 0;
        }
    }
}
