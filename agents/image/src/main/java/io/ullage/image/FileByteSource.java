package io.ullage.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file or block device, opened read-only and without any lock, so that whoever uses it is not disturbed. Positional reads only:
 * safe for several threads. An interrupt of the reading thread closes it, which is how a caller ends a read that takes too long.
 */
public final class FileByteSource implements ByteSource {
    private final Path path;
    private final FileChannel channel;
    private volatile long sizeBytes;

    private FileByteSource(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.sizeBytes = channel.size();
    }

    public static FileByteSource open(Path path) throws IOException {
        return new FileByteSource(path, FileChannel.open(path, StandardOpenOption.READ));
    }

    public Path path() {
        return path;
    }

    /** Length when it was opened, or when {@link #refreshSizeBytes} last looked. */
    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    /** Looks again: a file in use grows. */
    public long refreshSizeBytes() throws IOException {
        long now = channel.size();
        sizeBytes = now;
        return now;
    }

    @Override
    public void readFully(long position, ByteBuffer buffer) throws IOException {
        long at = position;
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, at);
            if (count < 0) {
                throw new EOFException(
                        path + ": ends at " + at + ", " + buffer.remaining() + " bytes more were wanted");
            }
            at += count;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
