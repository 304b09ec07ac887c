package io.ullage.image.live;

import io.ullage.image.ByteSource;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file, counting what is read of it. */
final class FileSource implements ByteSource {
    private final FileChannel channel;
    private long readBytes;

    FileSource(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    long readBytes() {
        return readBytes;
    }

    @Override
    public long sizeBytes() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void readFully(long position, ByteBuffer buffer) throws IOException {
        long at = position;
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, at);
            if (count < 0) {
                throw new EOFException("end of file at " + at);
            }
            at += count;
            readBytes += count;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
