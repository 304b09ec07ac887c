package io.ullage.image.xfs;

import io.ullage.image.ImageException;
import io.ullage.image.content.Fields;
import java.util.zip.CRC32C;

/** CRC-32C over a whole block with its own four bytes as zeros, stored little-endian in a big-endian world. */
final class Checksum {
    private static final byte[] ZEROS = new byte[Integer.BYTES];

    private Checksum() {}

    static void check(Fields block, int crcOffset, String name) throws ImageException {
        CRC32C crc = new CRC32C();
        crc.update(block.array(), 0, crcOffset);
        crc.update(ZEROS);
        int after = crcOffset + Integer.BYTES;
        crc.update(block.array(), after, block.length() - after);
        int stored = Integer.reverseBytes(block.i32(crcOffset));
        if ((int) crc.getValue() != stored) {
            throw new ImageException(
                    name, "must be " + Integer.toHexString((int) crc.getValue()), Integer.toHexString(stored));
        }
    }
}
