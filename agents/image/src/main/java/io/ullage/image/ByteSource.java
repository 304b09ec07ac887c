package io.ullage.image;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes that can be read at any position: an image file, or the disk that a guest sees through one. */
public interface ByteSource extends Closeable {
    /** Length in bytes. */
    long sizeBytes();

    /**
     * Fills {@code buffer} up to its limit from {@code position} on.
     *
     * @throws java.io.EOFException if the range ends after {@link #sizeBytes()}
     */
    void readFully(long position, ByteBuffer buffer) throws IOException;
}
