package io.ullage.agent.content;

import io.ullage.image.BackingState;
import io.ullage.image.BlockMap;
import io.ullage.image.ByteSource;
import io.ullage.image.ChangeState;
import io.ullage.image.DirtyBitmap;
import io.ullage.image.ExtentCursor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** A volume of 4 KiB cells, each mapped or not, that remembers which were written and counts what is read. */
final class MemoryVolume implements ContentScanner.Volume {
    static final int CELL_BYTES = 4096;

    final byte[] bytes;
    final BackingState[] states;
    final BitSet dirty = new BitSet();
    long readBytes;
    long unmappedBytesRead;

    MemoryVolume(int sizeBytes) {
        bytes = new byte[sizeBytes];
        states = new BackingState[(sizeBytes + CELL_BYTES - 1) / CELL_BYTES];
        Arrays.fill(states, BackingState.UNMAPPED);
    }

    /** Runs of cells of every state, of zeros, of content that comes often and of content that comes once. */
    static MemoryVolume random(long seed, int maxCells) {
        Random random = new Random(seed);
        int cells = 1 + random.nextInt(maxCells);
        int size = random.nextBoolean() ? cells * CELL_BYTES : cells * CELL_BYTES - 512 * random.nextInt(8);
        MemoryVolume volume = new MemoryVolume(size);
        for (int cell = 0; cell < cells; ) {
            int end = Math.min(cells, cell + 1 + random.nextInt(40));
            volume.fill(cell, end, random);
            cell = end;
        }
        volume.dirty.clear();
        return volume;
    }

    /** Overwrites, maps, discards or zeroes a few ranges; each is marked. */
    void change(Random random) {
        for (int change = random.nextInt(6); change > 0; change--) {
            int cell = random.nextInt(states.length);
            fill(cell, Math.min(states.length, cell + 1 + random.nextInt(12)), random);
        }
    }

    private void fill(int from, int to, Random random) {
        BackingState[] all = BackingState.values();
        BackingState state = random.nextInt(3) > 0 ? BackingState.MAPPED : all[random.nextInt(all.length)];
        int content = random.nextInt(4);
        for (int cell = from; cell < to; cell++) {
            states[cell] = state;
            dirty.set(cell);
            byte[] data = new byte[CELL_BYTES];
            if (content == 1) {
                Arrays.fill(data, (byte) (1 + random.nextInt(3)));
            } else if (content > 1) {
                random.nextBytes(data);
            }
            int start = cell * CELL_BYTES;
            System.arraycopy(data, 0, bytes, start, Math.min(CELL_BYTES, bytes.length - start));
        }
    }

    boolean isOwnData(int cell) {
        return states[cell] == BackingState.MAPPED || states[cell] == BackingState.SHARED;
    }

    @Override
    public BlockMap blockMap() {
        return new BlockMap() {
            @Override
            public long provisionedBytes() {
                return bytes.length;
            }

            @Override
            public long allocationUnitBytes() {
                return CELL_BYTES;
            }

            @Override
            public ExtentCursor<BackingState> extents() {
                return new Cells<>(bytes.length) {
                    @Override
                    BackingState at(int cell) {
                        return states[cell];
                    }
                };
            }
        };
    }

    @Override
    public ByteSource guest() {
        return new ByteSource() {
            @Override
            public long sizeBytes() {
                return bytes.length;
            }

            @Override
            public void readFully(long position, ByteBuffer buffer) {
                for (long at = position; at < position + buffer.remaining(); at++) {
                    unmappedBytesRead += isOwnData((int) (at / CELL_BYTES)) ? 0 : 1;
                }
                readBytes += buffer.remaining();
                buffer.put(bytes, (int) position, buffer.remaining());
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public OptionalLong compressedBytes(long position, long length) {
        return OptionalLong.empty();
    }

    /** What was written since {@link #dirty} was last cleared, by this granularity. */
    DirtyBitmap bitmap(String name, int granularityBytes) {
        return new DirtyBitmap() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public long granularityBytes() {
                return granularityBytes;
            }

            @Override
            public Optional<String> unusableBecause() {
                return Optional.empty();
            }

            @Override
            public ExtentCursor<ChangeState> extents() {
                return new Cells<>(bytes.length) {
                    @Override
                    ChangeState at(int cell) {
                        int cells = Math.max(1, granularityBytes / CELL_BYTES);
                        int first = cell / cells * cells;
                        int set = dirty.nextSetBit(first);
                        return set >= 0 && set < first + cells ? ChangeState.DIRTY : ChangeState.CLEAN;
                    }
                };
            }
        };
    }

    private abstract static class Cells<S extends Enum<S>> implements ExtentCursor<S> {
        private final int size;
        private int start;
        private int end;

        Cells(int size) {
            this.size = size;
        }

        abstract S at(int cell);

        @Override
        public boolean next() {
            start = end;
            if (start >= size) {
                return false;
            }
            int cell = start / CELL_BYTES;
            S state = at(cell);
            do {
                cell++;
            } while (cell * CELL_BYTES < size && at(cell) == state);
            end = Math.min(size, cell * CELL_BYTES);
            return true;
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
        public S state() {
            return at(start / CELL_BYTES);
        }
    }
}
