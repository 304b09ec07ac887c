package io.ullage.bench.qcow2;

import io.ullage.image.BackingState;
import io.ullage.image.ChainCursor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes extents as JSON, without an object per extent. */
final class ExtentPrinter {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int LONGEST_LINE = 256;
    private static final byte[] START = ascii("{ \"start\": ");
    private static final byte[] LENGTH = ascii(", \"length\": ");
    private static final byte[] DEPTH = ascii(", \"depth\": ");
    private static final byte[] DATA = ascii(", \"zero\": false, \"data\": true}");
    private static final byte[] ZERO = ascii(", \"zero\": true, \"data\": false}");

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final byte[] digits = new byte[20];
    private int used;

    ExtentPrinter(OutputStream out) {
        this.out = out;
    }

    void print(ChainCursor cursor) throws IOException {
        put((byte) '[');
        for (boolean first = true; cursor.next(); first = false) {
            if (!first) {
                put((byte) ',');
                put((byte) '\n');
            }
            put(START);
            put(cursor.start());
            put(LENGTH);
            put(cursor.length());
            put(DEPTH);
            put(cursor.depth());
            put(isData(cursor.state()) ? DATA : ZERO);
            if (used > BUFFER_BYTES - LONGEST_LINE) {
                flush();
            }
        }
        put((byte) ']');
        put((byte) '\n');
        flush();
    }

    private static boolean isData(BackingState state) {
        return state == BackingState.MAPPED || state == BackingState.SHARED || state == BackingState.BACKED;
    }

    private void put(byte character) {
        buffer[used++] = character;
    }

    private void put(byte[] text) {
        System.arraycopy(text, 0, buffer, used, text.length);
        used += text.length;
    }

    private void put(long number) {
        int at = digits.length;
        long rest = number;
        do {
            digits[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        System.arraycopy(digits, at, buffer, used, digits.length - at);
        used += digits.length - at;
    }

    private void flush() throws IOException {
        out.write(buffer, 0, used);
        used = 0;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
