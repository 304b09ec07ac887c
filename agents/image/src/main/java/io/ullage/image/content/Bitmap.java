package io.ullage.image.content;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A block of an allocation bitmap, lowest bit of the lowest byte first, as ext4 and NTFS keep it. Reused from block to block. */
public final class Bitmap {
    private final byte[] bytes;
    private final long[] words;

    /** @param capacityBytes a multiple of 8 */
    public Bitmap(int capacityBytes) {
        bytes = new byte[capacityBytes];
        words = new long[capacityBytes / Long.BYTES];
    }

    /** To be filled; {@link #load} then takes it over. */
    public byte[] bytes() {
        return bytes;
    }

    public void load() {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
    }

    public void clear() {
        Arrays.fill(bytes, (byte) 0);
        Arrays.fill(words, 0);
    }

    /** Sets bits {@code from} (inclusive) to {@code to} (exclusive), as far as they lie in the bitmap. */
    public void set(long from, long to) {
        long end = Math.min(to, (long) words.length * Long.SIZE);
        for (long bit = Math.max(0, from); bit < end; bit++) {
            words[(int) (bit >> 6)] |= 1L << bit;
        }
    }

    public boolean get(int bit) {
        return (words[bit >> 6] >>> bit & 1) != 0;
    }

    /** The first bit from {@code from} on that differs from bit {@code from}, or {@code limit}. */
    public int runEnd(int from, int limit) {
        long flip = get(from) ? -1L : 0L;
        int word = from >> 6;
        long differing = (words[word] ^ flip) & -1L << from;
        while (differing == 0) {
            word++;
            if (word << 6 >= limit) {
                return limit;
            }
            differing = words[word] ^ flip;
        }
        return Math.min(limit, (word << 6) + Long.numberOfTrailingZeros(differing));
    }
}
