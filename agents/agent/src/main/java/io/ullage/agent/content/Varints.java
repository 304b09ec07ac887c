package io.ullage.agent.content;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Numbers of seven bits per byte, the lowest first; the top bit says that more follow. */
final class Varints {
    private static final int MAX_SHIFT = 63;

    private Varints() {}

    static void put(ByteArrayOutputStream out, long value) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            out.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }

    static long get(ByteBuffer in) throws IOException {
        long value = 0;
        for (int shift = 0; shift <= MAX_SHIFT && in.hasRemaining(); shift += 7) {
            byte next = in.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IOException("scan file: a number does not end");
    }
}
