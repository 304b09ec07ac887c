package io.ullage.image.content;

import io.ullage.image.ByteSource;
import io.ullage.image.ImageException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One structure from disk: its fields by offset, unsigned. */
public final class Fields {
    /** No single structure that is read in one piece is larger; sizes from disk are checked against it first. */
    public static final int MAX_BYTES = 8 << 20;

    private final ByteBuffer bytes;

    private Fields(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    public static Fields littleEndian(ByteSource source, long position, int length) throws IOException {
        return read(source, position, length, ByteOrder.LITTLE_ENDIAN);
    }

    public static Fields bigEndian(ByteSource source, long position, int length) throws IOException {
        return read(source, position, length, ByteOrder.BIG_ENDIAN);
    }

    private static Fields read(ByteSource source, long position, int length, ByteOrder order) throws IOException {
        if (length > MAX_BYTES) {
            throw new ImageException("structure", "must be at most " + MAX_BYTES + " bytes", length);
        }
        if (position < 0 || position > source.sizeBytes() - length) {
            throw new EOFException("a structure of " + length + " bytes at " + position + " ends after the disk of "
                    + source.sizeBytes() + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).order(order);
        source.readFully(position, bytes);
        return new Fields(bytes.rewind());
    }

    public int length() {
        return bytes.limit();
    }

    /** The bytes themselves, shared. */
    public byte[] array() {
        return bytes.array();
    }

    public int u8(int offset) {
        return Byte.toUnsignedInt(bytes.get(offset));
    }

    public int u16(int offset) {
        return Short.toUnsignedInt(bytes.getShort(offset));
    }

    public int i32(int offset) {
        return bytes.getInt(offset);
    }

    public long u32(int offset) {
        return Integer.toUnsignedLong(bytes.getInt(offset));
    }

    public long i64(int offset) {
        return bytes.getLong(offset);
    }

    /** A count or address; no disk reaches 2^63. */
    public long u63(int offset, String name) throws ImageException {
        long value = bytes.getLong(offset);
        if (value < 0) {
            throw new ImageException(name, "must be below 2^63", Long.toUnsignedString(value));
        }
        return value;
    }

    public boolean matches(int offset, String ascii) {
        return matches(offset, ascii.getBytes(StandardCharsets.US_ASCII));
    }

    public boolean matches(int offset, byte[] expected) {
        if (offset + expected.length > bytes.limit()) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes.get(offset + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    public boolean isZero(int offset, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes.get(offset + i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Text up to the first NUL; empty where there is none. */
    public Optional<String> text(int offset, int length) {
        int end = 0;
        while (end < length && bytes.get(offset + end) != 0) {
            end++;
        }
        String text = new String(bytes.array(), offset, end, StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** A UUID that is stored in the order in which it is written; empty if all zeros. */
    public Optional<String> uuid(int offset) {
        if (isZero(offset, 16)) {
            return Optional.empty();
        }
        StringBuilder hex = new StringBuilder(36);
        for (int i = 0; i < 16; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                hex.append('-');
            }
            hex.append(Character.forDigit(u8(offset + i) >> 4, 16)).append(Character.forDigit(u8(offset + i) & 15, 16));
        }
        return Optional.of(hex.toString());
    }
}
