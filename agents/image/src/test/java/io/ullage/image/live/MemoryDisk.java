package io.ullage.image.live;

import io.ullage.image.ByteSource;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A disk of any size of which only the written pages take memory; for fixtures built by hand. */
final class MemoryDisk implements ByteSource {
    private static final int PAGE = 4096;

    private final long sizeBytes;
    private final Map<Long, byte[]> pages = new TreeMap<>();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private long reads;

    MemoryDisk(long sizeBytes) {
        this.sizeBytes = sizeBytes;
    }

    MemoryDisk bigEndian() {
        order = ByteOrder.BIG_ENDIAN;
        return this;
    }

    long reads() {
        return reads;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void readFully(long position, ByteBuffer buffer) throws EOFException {
        reads++;
        if (position < 0 || position > sizeBytes - buffer.remaining()) {
            throw new EOFException("read at " + position);
        }
        long at = position;
        while (buffer.hasRemaining()) {
            int inPage = (int) (at % PAGE);
            int count = Math.min(PAGE - inPage, buffer.remaining());
            buffer.put(pages.getOrDefault(at / PAGE, new byte[PAGE]), inPage, count);
            at += count;
        }
    }

    MemoryDisk put(long at, byte... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            pages.computeIfAbsent((at + i) / PAGE, page -> new byte[PAGE])[(int) ((at + i) % PAGE)] = bytes[i];
        }
        return this;
    }

    MemoryDisk u8(long at, int value) {
        return put(at, (byte) value);
    }

    MemoryDisk u16(long at, int value) {
        return put(
                at, ByteBuffer.allocate(2).order(order).putShort((short) value).array());
    }

    MemoryDisk u32(long at, long value) {
        return put(at, ByteBuffer.allocate(4).order(order).putInt((int) value).array());
    }

    MemoryDisk u64(long at, long value) {
        return put(at, ByteBuffer.allocate(8).order(order).putLong(value).array());
    }

    MemoryDisk text(long at, String text) {
        return put(at, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    byte[] bytes(long at, int length) throws EOFException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        readFully(at, buffer);
        return buffer.array();
    }

    /** Bytes that were written, as candidates for damage. */
    long[] writtenPages() {
        return pages.keySet().stream().mapToLong(page -> page * PAGE).toArray();
    }

    @Override
    public void close() {}
}
