package io.ullage.image.content;

import io.ullage.image.ByteSource;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A part of a source, such as a partition. Closing it leaves the source open. */
public record SourceSlice(ByteSource source, long startByte, long sizeBytes) implements ByteSource {
    public SourceSlice {
        if (startByte < 0 || sizeBytes < 0 || startByte > source.sizeBytes() - sizeBytes) {
            throw new IllegalArgumentException(
                    "slice: must lie in " + source.sizeBytes() + " bytes, was " + sizeBytes + " at " + startByte);
        }
    }

    @Override
    public void readFully(long position, ByteBuffer buffer) throws IOException {
        if (position < 0 || position > sizeBytes - buffer.remaining()) {
            throw new EOFException(
                    "read of " + buffer.remaining() + " bytes at " + position + " in a part of " + sizeBytes);
        }
        source.readFully(startByte + position, buffer);
    }

    @Override
    public void close() {}
}
