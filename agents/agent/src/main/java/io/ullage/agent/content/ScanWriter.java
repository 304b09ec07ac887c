package io.ullage.agent.content;

import io.ullage.image.ChangeState;
import io.ullage.image.DirtyBitmap;
import io.ullage.image.ExtentCursor;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes a scan as it proceeds. A block of runs is
 *
 * <pre>
 * long   position that the scan has passed, and the sums up to it
 * then for each run of chunks of one kind:
 *   kind, chunks since the end of the run before (of this block), length, number of samples
 *   for each sample: chunks since the sample before (of this run), hash (long), stored bytes
 * </pre>
 *
 * with numbers as {@link Varints} where nothing else is said. Blocks do not depend on each other.
 */
final class ScanWriter implements ScanSink, Closeable {
    private static final int BLOCK_BYTES = 32 << 10;
    /** Between two blocks no more than this is read, which is what an interrupted scan reads twice. */
    private static final long BLOCK_READ_BYTES = 64L << 20;

    private final FileChannel channel;
    private final Consumer<ScanTotals> observer;
    private final ByteArrayOutputStream runs = new ByteArrayOutputStream();
    private final ByteArrayOutputStream samples = new ByteArrayOutputStream();
    private RunKind kind = RunKind.DATA;
    private long runStart;
    private long runEnd;
    private long blockEnd;
    private long runSamples;
    private long lastSample;
    private long position;
    private boolean whole = true;
    private long readAtBlock;
    private long scannedBytes;
    private long zeroBytes;
    private long readBytes;
    private long dataChunks;
    private long zeroChunks;
    private long sampleCount;

    private ScanWriter(FileChannel channel, ScanTotals totals, Consumer<ScanTotals> observer) {
        this.channel = channel;
        this.observer = observer;
        this.scannedBytes = totals.scannedBytes();
        this.zeroBytes = totals.zeroBytes();
        this.readBytes = totals.readBytes();
        this.readAtBlock = readBytes;
        this.dataChunks = totals.dataChunks();
        this.zeroChunks = totals.zeroChunks();
        this.sampleCount = totals.samples();
    }

    /** @param observer told the sums now and then */
    static ScanWriter create(Path file, ScanHeader header, Consumer<ScanTotals> observer) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        header.write(new DataOutputStream(bytes));
        ScanFile.append(channel, ScanFile.HEADER, bytes.toByteArray());
        return new ScanWriter(channel, ScanTotals.NONE, observer);
    }

    /** Goes on where the file's last good block ends. */
    static ScanWriter resume(Path file, ScanProgress progress, Consumer<ScanTotals> observer) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        channel.truncate(progress.goodBytes());
        channel.position(progress.goodBytes());
        ScanWriter writer = new ScanWriter(channel, progress.totals(), observer);
        writer.position = progress.position();
        return writer;
    }

    /** Keeps what a bitmap says now; before the first chunk. */
    void bitmap(DirtyBitmap bitmap) throws IOException {
        ByteArrayOutputStream block = bitmapBlock(bitmap);
        long end = 0;
        try (ExtentCursor<ChangeState> extents = bitmap.extents()) {
            while (extents.next()) {
                if (extents.state() == ChangeState.DIRTY) {
                    Varints.put(block, extents.start() - end);
                    Varints.put(block, extents.length());
                    end = extents.start() + extents.length();
                    if (block.size() > BLOCK_BYTES) {
                        ScanFile.append(channel, ScanFile.BITMAP, block.toByteArray());
                        block = bitmapBlock(bitmap);
                        end = 0;
                    }
                }
            }
        }
        ScanFile.append(channel, ScanFile.BITMAP, block.toByteArray());
    }

    private static ByteArrayOutputStream bitmapBlock(DirtyBitmap bitmap) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        DataOutputStream head = new DataOutputStream(block);
        head.writeUTF(bitmap.name());
        head.writeLong(bitmap.granularityBytes());
        return block;
    }

    @Override
    public void chunk(long chunk, RunKind chunkKind, int mappedBytes, boolean zero) {
        if (chunk != runEnd || chunkKind != kind) {
            closeRun();
            kind = chunkKind;
            runStart = chunk;
            lastSample = chunk;
        }
        runEnd = chunk + 1;
        whole = false;
        scannedBytes += mappedBytes;
        if (zero) {
            zeroBytes += mappedBytes;
            zeroChunks++;
        } else {
            dataChunks++;
        }
    }

    @Override
    public void sample(long chunk, long hash, int storedBytes) {
        Varints.put(samples, chunk - lastSample);
        samples.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(hash).array());
        Varints.put(samples, storedBytes);
        lastSample = chunk;
        runSamples++;
        sampleCount++;
    }

    @Override
    public void read(int bytes) {
        readBytes += bytes;
    }

    @Override
    public void passed(long newPosition) throws IOException {
        position = newPosition;
        whole = true;
        if (runs.size() + samples.size() > BLOCK_BYTES || readBytes - readAtBlock >= BLOCK_READ_BYTES) {
            flush();
        }
    }

    ScanTotals totals() {
        return new ScanTotals(scannedBytes, zeroBytes, readBytes, dataChunks, zeroChunks, sampleCount);
    }

    /** All that was passed is in the file after this, and survives the process. */
    void flush() throws IOException {
        closeRun();
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(block);
        out.writeLong(position);
        totals().write(out);
        runs.writeTo(block);
        ScanFile.append(channel, ScanFile.RUNS, block.toByteArray());
        runs.reset();
        blockEnd = 0;
        readAtBlock = readBytes;
        observer.accept(totals());
    }

    /** The same where nothing beyond the position was given yet; else what was given since the last block is read again. */
    void flushIfWhole() throws IOException {
        if (whole && channel.isOpen()) {
            flush();
        }
    }

    private void closeRun() {
        if (runEnd > runStart) {
            Varints.put(runs, kind.ordinal());
            Varints.put(runs, runStart - blockEnd);
            Varints.put(runs, runEnd - runStart);
            Varints.put(runs, runSamples);
            runs.writeBytes(samples.toByteArray());
            blockEnd = runEnd;
        }
        samples.reset();
        runSamples = 0;
        runStart = runEnd;
        lastSample = runEnd;
    }

    /** The scan is complete; on disk when it returns. */
    void finish() throws IOException {
        flush();
        ScanFile.append(channel, ScanFile.END, new byte[0]);
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
