package io.ullage.service.chargeback;

import java.math.BigInteger;

/** A sum of bytes × seconds, exact up to 2^127: a million volumes of 16 TiB for a month are 2^86. */
final class ByteSeconds {
    private long high;
    private long low;

    /** Neither is negative. */
    void add(long bytes, long seconds) {
        long product = bytes * seconds;
        low += product;
        high += Math.multiplyHigh(bytes, seconds) + (Long.compareUnsigned(low, product) < 0 ? 1 : 0);
    }

    BigInteger value() {
        return BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(new BigInteger(Long.toUnsignedString(low)));
    }
}
