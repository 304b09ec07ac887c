package io.ullage.agent.content;

import io.ullage.image.ChangeState;
import io.ullage.image.ExtentCursor;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the last scan found, less what was written since. */
final class EarlierScan implements Remembered, Closeable {
    private final ScanReader reader;
    private final ExtentCursor<ChangeState> changes;
    private final int chunkBytes;
    private ScanReader.@Nullable Run run;
    private int sample;
    private boolean changesLeft;

    /** @param changes since that scan, over the whole disk */
    EarlierScan(Path scanFile, ExtentCursor<ChangeState> changes, int chunkBytes) throws IOException {
        this.reader = ScanReader.open(scanFile);
        this.changes = changes;
        this.chunkBytes = chunkBytes;
        this.run = reader.next();
        this.changesLeft = changes.next();
    }

    @Override
    public @Nullable RunKind kind(long chunk) throws IOException {
        while (run != null && run.end() <= chunk) {
            run = reader.next();
            sample = 0;
        }
        if (run == null || chunk < run.start() || run.kind() == RunKind.PARTIAL || isDirty(chunk)) {
            return null;
        }
        return run.kind();
    }

    @Override
    public @Nullable Sample sample(long chunk) {
        if (run == null || chunk < run.start()) {
            return null;
        }
        while (sample < run.samples().size() && run.samples().get(sample).chunk() < chunk) {
            sample++;
        }
        boolean found =
                sample < run.samples().size() && run.samples().get(sample).chunk() == chunk;
        return found ? run.samples().get(sample) : null;
    }

    private boolean isDirty(long chunk) throws IOException {
        long start = chunk * chunkBytes;
        long end = start + chunkBytes;
        while (changesLeft && changes.start() + changes.length() <= start) {
            changesLeft = changes.next();
        }
        // a granule may be smaller than a chunk
        while (changesLeft && changes.state() == ChangeState.CLEAN && changes.start() + changes.length() < end) {
            changesLeft = changes.next();
        }
        return !changesLeft || changes.state() == ChangeState.DIRTY;
    }

    @Override
    public void close() throws IOException {
        reader.close();
        changes.close();
    }
}
