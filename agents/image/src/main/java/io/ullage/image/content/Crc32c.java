package io.ullage.image.content;

import java.util.zip.CRC32C;

/**
 * CRC-32C (Castagnoli) that starts from any state and does not invert its result, as ext4 uses it.
 *
 * <p>The JDK's fast one always starts from all ones. CRC steps can be undone, so four bytes exist that lead from all ones to any
 * wanted state: those are fed first.
 */
public final class Crc32c {
    private static final int REVERSED_POLYNOMIAL = 0x82F63B78;
    private static final int START = 0xFFFFFFFF;

    private final byte[] prefix = new byte[Integer.BYTES];
    private final CRC32C crc = new CRC32C();

    public Crc32c(int seed) {
        int state = seed;
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            state = state < 0 ? (state ^ REVERSED_POLYNOMIAL) << 1 | 1 : state << 1;
        }
        state ^= START;
        for (int i = 0; i < prefix.length; i++) {
            prefix[i] = (byte) (state >>> 8 * i);
        }
    }

    /** Goes back to the seed. */
    public Crc32c reset() {
        crc.reset();
        crc.update(prefix);
        return this;
    }

    public Crc32c update(byte[] bytes, int offset, int length) {
        crc.update(bytes, offset, length);
        return this;
    }

    public Crc32c updateLittleEndian(int value) {
        for (int i = 0; i < Integer.BYTES; i++) {
            crc.update(value >>> 8 * i);
        }
        return this;
    }

    public Crc32c updateZeros(int count) {
        for (int i = 0; i < count; i++) {
            crc.update(0);
        }
        return this;
    }

    public int value() {
        return ~(int) crc.getValue();
    }
}
