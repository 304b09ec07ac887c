package io.ullage.agent.content;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Scans of {@link MemoryVolume}s into files, and what stands in these. */
final class Scans {
    static final byte[] KEY = new byte[32];
    static final Instant EPOCH = Instant.parse("2026-11-22T10:00:00Z");

    private Scans() {}

    /** A chunk as a file has it; kinds of chunks that are mapped in part are told by their bytes. */
    record Chunk(RunKind kind, Sample sample) {}

    static ScanHeader header(int chunkBytes, int k, long provisionedBytes) {
        return new ScanHeader(
                "domain",
                "volume",
                "/images/a.raw",
                "pool",
                EPOCH,
                chunkBytes,
                k,
                7,
                provisionedBytes,
                true,
                List.of(new FileStamp("/images/a.raw", 1, provisionedBytes, EPOCH, EPOCH)));
    }

    static Throttle unlimited() {
        long[] now = {0};
        return new Throttle(1L << 40, () -> now[0], nanos -> now[0] += nanos);
    }

    static ContentScanner scanner(int chunkBytes, int k, Throttle throttle) {
        return new ContentScanner(new ChunkHash(KEY, k), chunkBytes, EPOCH.toEpochMilli(), throttle);
    }

    static ScanTotals full(MemoryVolume volume, int chunkBytes, int k, Path file)
            throws IOException, InterruptedException {
        try (ScanWriter writer = ScanWriter.create(file, header(chunkBytes, k, volume.bytes.length), totals -> {})) {
            writer.bitmap(volume.bitmap("b", 64 << 10));
            scanner(chunkBytes, k, unlimited()).scan(volume, Remembered.NOTHING, 0, writer);
            writer.finish();
            return writer.totals();
        }
    }

    static Map<Long, Chunk> chunks(Path file) throws IOException {
        Map<Long, Chunk> chunks = new TreeMap<>();
        try (ScanReader reader = ScanReader.open(file)) {
            for (ScanReader.Run run = reader.next(); run != null; run = reader.next()) {
                for (long chunk = run.start(); chunk < run.end(); chunk++) {
                    if (chunks.put(chunk, new Chunk(run.kind(), null)) != null) {
                        throw new AssertionError("chunk " + chunk + " stands twice in " + file);
                    }
                }
                for (Sample sample : run.samples()) {
                    chunks.put(sample.chunk(), new Chunk(run.kind(), sample));
                }
            }
        }
        return chunks;
    }

    /** Without what had to be read for it. */
    static ScanTotals result(ScanTotals totals) {
        return new ScanTotals(
                totals.scannedBytes(),
                totals.zeroBytes(),
                0,
                totals.dataChunks(),
                totals.zeroChunks(),
                totals.samples());
    }
}
