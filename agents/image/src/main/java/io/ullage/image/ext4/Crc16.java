package io.ullage.image.ext4;

/** CRC-16 with the reversed polynomial 0xA001 from all ones, as the descriptors of ext4 with {@code uninit_bg} use it. */
final class Crc16 {
    private int crc = 0xFFFF;

    Crc16 update(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            step(bytes[i]);
        }
        return this;
    }

    Crc16 updateLittleEndian(int value) {
        for (int i = 0; i < Integer.BYTES; i++) {
            step(value >>> 8 * i);
        }
        return this;
    }

    private void step(int octet) {
        crc ^= octet & 0xFF;
        for (int bit = 0; bit < 8; bit++) {
            crc = (crc & 1) != 0 ? crc >>> 1 ^ 0xA001 : crc >>> 1;
        }
    }

    int value() {
        return crc;
    }
}
