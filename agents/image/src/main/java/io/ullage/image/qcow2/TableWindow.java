package io.ullage.image.qcow2;

import io.ullage.image.ByteSource;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A table of big-endian 64-bit entries in a file, read a window at a time, so that memory does not grow with the table. */
final class TableWindow {
    private static final int WINDOW_ENTRIES = 1024;

    private final ByteSource file;
    private final long offset;
    private final long entries;
    private final long[] window;
    private final ByteBuffer buffer;
    private long windowStart;
    private int windowCount;

    TableWindow(ByteSource file, long offset, long entries) {
        this.file = file;
        this.offset = offset;
        this.entries = entries;
        this.window = new long[(int) Math.min(entries, WINDOW_ENTRIES)];
        this.buffer = ByteBuffer.allocateDirect(window.length * Long.BYTES);
    }

    long entries() {
        return entries;
    }

    long get(long index) throws IOException {
        if (index < windowStart || index >= windowStart + windowCount) {
            load(index - index % window.length);
        }
        return window[(int) (index - windowStart)];
    }

    private void load(long start) throws IOException {
        windowCount = (int) Math.min(window.length, entries - start);
        windowStart = start;
        readLongs(file, offset + start * Long.BYTES, buffer, window, windowCount);
    }

    /** Fills {@code into} from a file; what lies after the end of the file reads as zeros, as QEMU reads it. */
    static void readLongs(ByteSource file, long position, ByteBuffer buffer, long[] into, int count)
            throws IOException {
        buffer.clear().limit(count * Long.BYTES);
        readZeroPadded(file, position, buffer);
        buffer.flip();
        buffer.asLongBuffer().get(into, 0, count);
    }

    /** Fills the buffer; what lies after the end of the file reads as zeros, as QEMU reads it. */
    static void readZeroPadded(ByteSource file, long position, ByteBuffer buffer) throws IOException {
        try {
            file.readFully(position, buffer);
        } catch (EOFException e) {
            while (buffer.hasRemaining()) {
                buffer.put((byte) 0);
            }
        }
    }
}
