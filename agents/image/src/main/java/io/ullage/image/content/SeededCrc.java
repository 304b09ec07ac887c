package io.ullage.image.content;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * A 32-bit CRC that starts from any state and does not invert its result, as ext4 (Castagnoli) and LVM (IEEE) use it.
 *
 * <p>The JDK's fast ones always start from all ones. CRC steps can be undone, so four bytes exist that lead from all ones to any wanted
 * state: those are fed first.
 */
public final class SeededCrc {
    private static final int CASTAGNOLI_REVERSED = 0x82F63B78;
    private static final int IEEE_REVERSED = 0xEDB88320;
    private static final int JDK_START = 0xFFFFFFFF;

    private final byte[] prefix = new byte[Integer.BYTES];
    private final Checksum crc;

    private SeededCrc(Checksum crc, int polynomialReversed, int seed) {
        this.crc = crc;
        int state = seed;
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            state = state < 0 ? (state ^ polynomialReversed) << 1 | 1 : state << 1;
        }
        state ^= JDK_START;
        for (int i = 0; i < prefix.length; i++) {
            prefix[i] = (byte) (state >>> 8 * i);
        }
        reset();
    }

    public static SeededCrc castagnoli(int seed) {
        return new SeededCrc(new CRC32C(), CASTAGNOLI_REVERSED, seed);
    }

    public static SeededCrc ieee(int seed) {
        return new SeededCrc(new CRC32(), IEEE_REVERSED, seed);
    }

    /** Goes back to the seed. */
    public SeededCrc reset() {
        crc.reset();
        crc.update(prefix, 0, prefix.length);
        return this;
    }

    public SeededCrc update(byte[] bytes, int offset, int length) {
        crc.update(bytes, offset, length);
        return this;
    }

    public SeededCrc updateLittleEndian(int value) {
        for (int i = 0; i < Integer.BYTES; i++) {
            crc.update(value >>> 8 * i);
        }
        return this;
    }

    public SeededCrc updateZeros(int count) {
        for (int i = 0; i < count; i++) {
            crc.update(0);
        }
        return this;
    }

    public int value() {
        return ~(int) crc.getValue();
    }
}
