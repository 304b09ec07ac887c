package io.ullage.agent.content;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;

/**
 * The first 64 bits of HMAC-SHA256 over a chunk, as one number: its fingerprint. Kept if its low {@code k} bits are zero, so 64 − k bits
 * tell kept fingerprints apart. For one thread.
 */
final class ChunkHash {
    private final Mac mac;
    private final byte[] result;
    private final long selecting;

    ChunkHash(byte[] key, int k) {
        this.mac = DomainKey.mac(key);
        this.result = new byte[mac.getMacLength()];
        this.selecting = (1L << k) - 1;
    }

    long of(byte[] bytes, int offset, int length) {
        mac.update(bytes, offset, length);
        try {
            mac.doFinal(result, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the result has the length of the MAC", e);
        }
        return ByteBuffer.wrap(result).getLong();
    }

    boolean keeps(long hash) {
        return (hash & selecting) == 0;
    }

    /** Whether a chunk is one of the one in 2^k that are looked at again; another choice in every epoch. */
    boolean audits(long chunk, long epochMillis) {
        long z = (chunk ^ epochMillis) + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return keeps(z ^ (z >>> 31));
    }
}
