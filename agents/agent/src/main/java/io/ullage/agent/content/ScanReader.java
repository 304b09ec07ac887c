package io.ullage.agent.content;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads back the runs of a scan, a block at a time: memory does not grow with the volume. */
final class ScanReader implements Closeable {
    /** Of a run: the position and the sums before it in its block. */
    private static final int HEAD_BYTES = 7 * Long.BYTES;

    private final ScanFile blocks;
    private ByteBuffer rest = ByteBuffer.allocate(0);
    private long end;

    /** Chunks of one kind from {@code start} to before {@code end}, with what was kept of them. */
    record Run(RunKind kind, long start, long end, List<Sample> samples) {}

    private ScanReader(ScanFile blocks) {
        this.blocks = blocks;
    }

    static ScanReader open(Path file) throws IOException {
        return new ScanReader(ScanFile.open(file));
    }

    /** The next run, in ascending order; null after the last. */
    @Nullable
    Run next() throws IOException {
        while (!rest.hasRemaining()) {
            ScanFile.Block block = blocks.next();
            if (block == null) {
                return null;
            }
            if (block.kind() == ScanFile.RUNS) {
                rest = block.body().position(HEAD_BYTES);
                end = 0;
            }
        }
        int kind = (int) Varints.get(rest);
        if (kind < 0 || kind >= RunKind.values().length) {
            throw new IOException("scan file run.kind: must be one of " + RunKind.values().length + ", was " + kind);
        }
        long start = end + Varints.get(rest);
        end = start + Varints.get(rest);
        long count = Varints.get(rest);
        List<Sample> samples = new ArrayList<>();
        long chunk = start;
        for (long i = 0; i < count; i++) {
            chunk += Varints.get(rest);
            samples.add(new Sample(chunk, rest.getLong(), (int) Varints.get(rest)));
        }
        return new Run(RunKind.values()[kind], start, end, samples);
    }

    @Override
    public void close() throws IOException {
        blocks.close();
    }
}
