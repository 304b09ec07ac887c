package io.ullage.agent.content;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the scan in a file has come.
 *
 * @param position that it has passed
 * @param complete it has come to the end
 * @param goodBytes of the file
 */
record ScanProgress(ScanHeader header, long position, ScanTotals totals, boolean complete, long goodBytes) {
    private static final Logger log = LoggerFactory.getLogger(ScanProgress.class);

    /** Reads the whole file; empty if there is none, or none that has a header. */
    static Optional<ScanProgress> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (ScanFile blocks = ScanFile.open(file)) {
            ScanFile.Block block = blocks.next();
            if (block == null || block.kind() != ScanFile.HEADER) {
                return Optional.empty();
            }
            ScanHeader header = header(file, block);
            if (header == null) {
                return Optional.empty();
            }
            long position = 0;
            ScanTotals totals = ScanTotals.NONE;
            boolean complete = false;
            for (block = blocks.next(); block != null; block = blocks.next()) {
                complete = block.kind() == ScanFile.END;
                if (block.kind() == ScanFile.RUNS) {
                    DataInputStream in = stream(block.body());
                    position = in.readLong();
                    totals = ScanTotals.read(in);
                }
            }
            return Optional.of(new ScanProgress(header, position, totals, complete, blocks.goodBytes()));
        }
    }

    /** Only how it began; empty if there is none. */
    static Optional<ScanHeader> header(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (ScanFile blocks = ScanFile.open(file)) {
            ScanFile.Block block = blocks.next();
            return block == null || block.kind() != ScanFile.HEADER
                    ? Optional.empty()
                    : Optional.ofNullable(header(file, block));
        }
    }

    private static @Nullable ScanHeader header(Path file, ScanFile.Block block) {
        try {
            return ScanHeader.read(stream(block.body()));
        } catch (IOException e) {
            log.warn("{} is of no use, its volume is read again: {}", file, e.getMessage());
            return null;
        }
    }

    static DataInputStream stream(ByteBuffer body) {
        return new DataInputStream(
                new ByteArrayInputStream(body.array(), body.arrayOffset() + body.position(), body.remaining()));
    }
}
