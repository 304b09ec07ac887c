package io.ullage.agent.content;

import io.ullage.image.BackingState;
import io.ullage.image.BlockMap;
import io.ullage.image.ByteSource;
import io.ullage.image.ExtentCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Walks what a volume itself has mapped, chunk by chunk, and reads what is not remembered. Chunks are aligned to the start of the guest's
 * disk. What of a chunk is not mapped by this volume counts as zeros, whatever a parent image has there: that belongs to the parent's
 * own sketch. For one thread.
 */
final class ContentScanner {
    private static final int MIN_WINDOW_BYTES = 512 << 10;

    private final ChunkHash hash;
    private final int chunkBytes;
    private final long epochMillis;
    private final Throttle throttle;
    private final byte[] window;
    private final byte[] zeros;

    /** Of the window: bytes mapped of each chunk, and the mapped pieces. */
    private final int[] mapped;

    private final boolean[] wanted;
    private long[] pieceStarts = new long[16];
    private long[] pieceEnds = new long[16];
    private int pieces;
    private long windowStart = -1;

    /** A volume to read. */
    interface Volume {
        BlockMap blockMap();

        ByteSource guest() throws IOException;

        /** As {@link io.ullage.image.DiskImage#compressedBytes}. */
        OptionalLong compressedBytes(long position, long length) throws IOException;
    }

    ContentScanner(ChunkHash hash, int chunkBytes, long epochMillis, Throttle throttle) {
        this.hash = hash;
        this.chunkBytes = chunkBytes;
        this.epochMillis = epochMillis;
        this.throttle = throttle;
        this.window = new byte[windowBytes(chunkBytes)];
        this.zeros = new byte[chunkBytes];
        this.mapped = new int[window.length / chunkBytes];
        this.wanted = new boolean[mapped.length];
    }

    /** Bytes that are looked at at a time. */
    static int windowBytes(int chunkBytes) {
        return Math.max(MIN_WINDOW_BYTES, chunkBytes);
    }

    /**
     * Scans from {@code from} to the end.
     *
     * @param from a position that {@link ScanSink#passed} was told
     * @throws StaleMemoryException if {@code remembered} turns out wrong
     */
    void scan(Volume volume, Remembered remembered, long from, ScanSink sink) throws IOException, InterruptedException {
        windowStart = -1;
        pieces = 0;
        try (ByteSource guest = volume.guest();
                ExtentCursor<BackingState> extents = volume.blockMap().extents()) {
            Window each = new Window(volume, guest, remembered, sink);
            while (extents.next()) {
                long end = extents.start() + extents.length();
                if (isOwnData(extents.state()) && end > from) {
                    add(Math.max(from, extents.start()), end, each);
                }
            }
            each.flush();
            sink.passed(ceil(volume.blockMap().provisionedBytes(), window.length));
        }
    }

    /** Data that this volume holds. What is known to read as zeros, or was never written, is not read. */
    private static boolean isOwnData(BackingState state) {
        return switch (state) {
            case MAPPED, SHARED -> true;
            case MAPPED_ZERO, RESERVED, BACKED, UNMAPPED -> false;
        };
    }

    private static long ceil(long position, int unit) {
        return (position + unit - 1) / unit * unit;
    }

    private void add(long from, long to, Window each) throws IOException, InterruptedException {
        for (long at = from; at < to; ) {
            long start = at - at % window.length;
            if (start != windowStart) {
                each.flush();
                windowStart = start;
            }
            long end = Math.min(to, start + window.length);
            if (pieces > 0 && pieceEnds[pieces - 1] == at) {
                pieceEnds[pieces - 1] = end;
            } else {
                if (pieces == pieceStarts.length) {
                    pieceStarts = Arrays.copyOf(pieceStarts, 2 * pieces);
                    pieceEnds = Arrays.copyOf(pieceEnds, 2 * pieces);
                }
                pieceStarts[pieces] = at;
                pieceEnds[pieces++] = end;
            }
            at = end;
        }
    }

    /** What is done with a window once all that is mapped of it is known. */
    private final class Window {
        private final Volume volume;
        private final ByteSource guest;
        private final Remembered remembered;
        private final ScanSink sink;
        private final @Nullable Sample[] expected = new Sample[mapped.length];
        private final @Nullable RunKind[] known = new RunKind[mapped.length];

        Window(Volume volume, ByteSource guest, Remembered remembered, ScanSink sink) {
            this.volume = volume;
            this.guest = guest;
            this.remembered = remembered;
            this.sink = sink;
        }

        void flush() throws IOException, InterruptedException {
            if (pieces == 0) {
                return;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("while a volume was scanned");
            }
            measure();
            decide();
            for (int piece = 0; piece < pieces; piece++) {
                readPiece(pieceStarts[piece], pieceEnds[piece]);
            }
            for (int i = 0; i < mapped.length; i++) {
                if (mapped[i] > 0) {
                    finish(i);
                }
            }
            pieces = 0;
            sink.passed(windowStart + window.length);
        }

        private void measure() {
            Arrays.fill(mapped, 0);
            for (int piece = 0; piece < pieces; piece++) {
                for (long at = pieceStarts[piece]; at < pieceEnds[piece]; ) {
                    long end = Math.min(pieceEnds[piece], at - at % chunkBytes + chunkBytes);
                    mapped[(int) ((at - windowStart) / chunkBytes)] += (int) (end - at);
                    at = end;
                }
            }
        }

        /** Which chunks must be read: those that nothing is known of, and of the others the few that show whether memory is right. */
        private void decide() throws IOException {
            for (int i = 0; i < mapped.length; i++) {
                wanted[i] = mapped[i] > 0;
                known[i] = null;
                expected[i] = null;
                if (mapped[i] == chunkBytes) {
                    long chunk = windowStart / chunkBytes + i;
                    known[i] = remembered.kind(chunk);
                    expected[i] = remembered.sample(chunk);
                    wanted[i] = known[i] == null
                            || expected[i] != null
                            || (known[i] == RunKind.ZERO && hash.audits(chunk, epochMillis));
                } else if (mapped[i] > 0) {
                    Arrays.fill(window, i * chunkBytes, (i + 1) * chunkBytes, (byte) 0);
                }
            }
        }

        /** Reads neighbouring chunks in one go. */
        private void readPiece(long start, long end) throws IOException, InterruptedException {
            for (long at = start; at < end; ) {
                boolean read = wanted[(int) ((at - windowStart) / chunkBytes)];
                long to = at;
                do {
                    to = Math.min(end, to - to % chunkBytes + chunkBytes);
                } while (to < end && wanted[(int) ((to - windowStart) / chunkBytes)] == read);
                if (read) {
                    int count = (int) (to - at);
                    throttle.take(count);
                    guest.readFully(at, ByteBuffer.wrap(window, (int) (at - windowStart), count));
                    sink.read(count);
                }
                at = to;
            }
        }

        private void finish(int i) throws IOException {
            long chunk = windowStart / chunkBytes + i;
            RunKind before = known[i];
            if (!wanted[i] && before != null) {
                sink.chunk(chunk, before, chunkBytes, before == RunKind.ZERO);
                return;
            }
            int offset = i * chunkBytes;
            boolean zero = Arrays.equals(window, offset, offset + chunkBytes, zeros, 0, chunkBytes);
            long fingerprint = zero ? 0 : hash.of(window, offset, chunkBytes);
            boolean kept = !zero && hash.keeps(fingerprint);
            if (before != null) {
                check(chunk, before, expected[i], zero, kept, fingerprint);
            }
            RunKind kind = mapped[i] < chunkBytes ? RunKind.PARTIAL : zero ? RunKind.ZERO : RunKind.DATA;
            sink.chunk(chunk, kind, mapped[i], zero);
            if (kept) {
                sink.sample(chunk, fingerprint, storedBytes(i));
            }
        }

        private void check(
                long chunk, RunKind before, @Nullable Sample sample, boolean zero, boolean kept, long fingerprint)
                throws StaleMemoryException {
            boolean same = before == RunKind.ZERO ? zero : sample != null && kept && sample.hash() == fingerprint;
            if (!same) {
                throw new StaleMemoryException(chunk, chunkBytes);
            }
        }

        /** 0 where nothing else is known than that the whole chunk is stored. */
        private int storedBytes(int i) throws IOException {
            long chunkStart = windowStart + (long) i * chunkBytes;
            long chunkEnd = chunkStart + chunkBytes;
            long stored = 0;
            boolean compressed = false;
            for (int piece = 0; piece < pieces; piece++) {
                long start = Math.max(pieceStarts[piece], chunkStart);
                long end = Math.min(pieceEnds[piece], chunkEnd);
                if (start < end) {
                    OptionalLong packed = volume.compressedBytes(start, end - start);
                    compressed |= packed.isPresent();
                    stored += packed.orElse(end - start);
                }
            }
            return compressed || mapped[i] < chunkBytes ? (int) Math.max(1, Math.min(stored, Integer.MAX_VALUE)) : 0;
        }
    }
}
