package io.ullage.agent.content;

import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.telemetry.ContentSketch.Fingerprint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Cuts a complete scan into messages. Fingerprints go to parts by range of their hash, so that all references of one meet in one part; hashes
 * are uniform, so the parts are about equal. The file is read once per {@value #PARTS_AT_ONCE} parts, and memory does not grow with the volume.
 */
final class SketchParts {
    /** On average; a part with twice as many does not happen. */
    static final int SAMPLES_PER_PART = 10_000;

    private static final int PARTS_AT_ONCE = 4;

    /** Takes one part; in order. */
    @FunctionalInterface
    interface Output {
        void send(ContentSketch part) throws IOException, InterruptedException;
    }

    private final ScanHeader header;
    private final ScanTotals totals;
    private final int parts;

    private SketchParts(ScanProgress scan) {
        this.header = scan.header();
        this.totals = scan.totals();
        this.parts = (int) Math.max(1, (totals.samples() + SAMPLES_PER_PART - 1) / SAMPLES_PER_PART);
    }

    static void send(Path scanFile, ScanProgress scan, Output output) throws IOException, InterruptedException {
        new SketchParts(scan).send(scanFile, output);
    }

    /** A volume that holds nothing any more: its domain forgets it. */
    static ContentSketch gone(ScanHeader last, Instant epoch) {
        return new ContentSketch(
                ContentSketch.VERSION,
                last.domainId(),
                last.volumeId(),
                epoch,
                0,
                1,
                last.chunkBytes(),
                last.k(),
                0,
                0,
                List.of());
    }

    private void send(Path scanFile, Output output) throws IOException, InterruptedException {
        for (int first = 0; first < parts; first += PARTS_AT_ONCE) {
            int count = Math.min(PARTS_AT_ONCE, parts - first);
            List<TreeMap<Long, Merged>> merged = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                merged.add(new TreeMap<>());
            }
            collect(scanFile, first, merged);
            for (int i = 0; i < count; i++) {
                output.send(part(first + i, merged.get(i)));
            }
        }
    }

    private void collect(Path scanFile, int first, List<TreeMap<Long, Merged>> merged) throws IOException {
        try (ScanReader reader = ScanReader.open(scanFile)) {
            for (ScanReader.Run run = reader.next(); run != null; run = reader.next()) {
                for (Sample sample : run.samples()) {
                    int part = partOf(sample.hash()) - first;
                    if (part >= 0 && part < merged.size()) {
                        merged.get(part)
                                .computeIfAbsent(sample.hash(), hash -> new Merged())
                                .add(sample.storedBytes(), header.chunkBytes());
                    }
                }
            }
        }
    }

    /** By the upper half of the hash: of the lower one {@code k} bits are zero. */
    private int partOf(long hash) {
        return (int) ((hash >>> Integer.SIZE) * parts >>> Integer.SIZE);
    }

    private ContentSketch part(int part, TreeMap<Long, Merged> merged) {
        List<Fingerprint> fingerprints = new ArrayList<>(merged.size());
        merged.forEach((hash, chunks) -> fingerprints.add(chunks.fingerprint(hash)));
        return new ContentSketch(
                ContentSketch.VERSION,
                header.domainId(),
                header.volumeId(),
                header.epoch(),
                part,
                parts,
                header.chunkBytes(),
                header.k(),
                part == 0 ? totals.scannedBytes() : 0,
                part == 0 ? totals.zeroBytes() : 0,
                fingerprints);
    }

    /** Chunks of one content. Where they are stored in different length, it is their mean that counts. */
    private static final class Merged {
        private int references;
        private long storedBytes;
        private boolean known;

        void add(int stored, int chunkBytes) {
            references++;
            known |= stored > 0;
            storedBytes += stored > 0 ? stored : chunkBytes;
        }

        Fingerprint fingerprint(long hash) {
            return new Fingerprint(
                    hash, references, known ? (Integer) (int) ((storedBytes + references / 2) / references) : null);
        }
    }
}
