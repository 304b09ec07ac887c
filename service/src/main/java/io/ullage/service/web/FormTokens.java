package io.ullage.service.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens that show that a form came from a page of ours: bound to a cookie of the browser, and different in every page, so that a compressed
 * page does not give them away. They hold while the server runs.
 */
final class FormTokens {
    /** The field of a form that carries it. */
    static final String FIELD = "_token";

    /** The header that a script sends it in. */
    static final String HEADER = "X-Form-Token";

    private static final String COOKIE = "ullage_form";
    private static final int BYTES = 16;
    private static final HexFormat HEX = HexFormat.of();

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec secret;

    FormTokens() {
        this.secret = new SecretKeySpec(random(32), "HmacSHA256");
    }

    /**
     * A token for the page that answers {@code http}; gives the browser its cookie if it has none.
     *
     * @param secure whether cookies go over TLS only
     */
    String issue(Context http, Principal principal, boolean secure) {
        String browser = browser(http, secure);
        String nonce = HEX.formatHex(random(BYTES));
        return nonce + signature(nonce, browser, principal);
    }

    boolean isGood(Context http, Principal principal) {
        String browser = http.cookie(COOKIE);
        String token = http.header(HEADER);
        if (token == null && http.isFormUrlencoded()) {
            token = http.formParam(FIELD);
        }
        if (browser == null || token == null || token.length() <= 2 * BYTES) {
            return false;
        }
        String nonce = token.substring(0, 2 * BYTES);
        return MessageDigest.isEqual(
                signature(nonce, browser, principal).getBytes(StandardCharsets.UTF_8),
                token.substring(2 * BYTES).getBytes(StandardCharsets.UTF_8));
    }

    private String browser(Context http, boolean secure) {
        String known = http.cookie(COOKIE);
        if (known != null && known.length() == 2 * BYTES) {
            return known;
        }
        String issued = http.attribute(COOKIE);
        if (issued != null) {
            return issued;
        }
        String fresh = HEX.formatHex(random(BYTES));
        http.attribute(COOKIE, fresh);
        http.cookie(new Cookie(COOKIE, fresh, "/", -1, secure, true, null, SameSite.STRICT));
        return fresh;
    }

    private String signature(String nonce, String browser, Principal principal) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return HEX.formatHex(
                    mac.doFinal((nonce + "\n" + browser + "\n" + principal.name()).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HmacSHA256", impossible);
        }
    }

    private byte[] random(int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return drawn;
    }
}
