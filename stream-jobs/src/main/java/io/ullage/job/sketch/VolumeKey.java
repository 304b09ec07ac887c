package io.ullage.job.sketch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Stands for a volume's id beside each of its fingerprints, in 8 bytes: the first of its SHA-256. Of a million volumes in a domain two
 * have the same with a probability of 3·10⁻⁸; they would count as one.
 */
final class VolumeKey {
    private VolumeKey() {}

    static long of(String volumeId) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(volumeId.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
