package io.ullage.service.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves that a message is ours and unchanged: {@code t=<seconds since 1970>,v1=<hex>}, where the latter is HMAC-SHA-256 over the time, a dot
 * and the body (<a href="https://www.rfc-editor.org/rfc/rfc2104">RFC 2104</a>). The time lets a receiver refuse what was recorded and is
 * played again.
 */
final class Signature {
    static final String HEADER = "Ullage-Signature";

    private Signature() {}

    static String of(byte[] body, String secret, long epochSecond) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((epochSecond + ".").getBytes(StandardCharsets.US_ASCII));
            return "t=" + epochSecond + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has HmacSHA256", e);
        }
    }
}
