package io.ullage.job.rule;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The name of an alert: the same rule and cause have the same one for ever. */
final class Fingerprint {
    private static final int DIGEST_BYTES = 8;

    private Fingerprint() {}

    /** 16 hexadecimal digits. */
    static String of(String rule, Map<String, String> cause) {
        StringBuilder text = new StringBuilder(rule);
        new TreeMap<>(cause)
                .forEach((name, value) ->
                        text.append('\0').append(name).append('\0').append(value));
        return HexFormat.of().formatHex(sha256(text.toString()), 0, DIGEST_BYTES);
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
