package io.ullage.service.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Paths of the console's pages and of REST. They do not change: bookmarks, dashboards and messages point there.
 *
 * <p>An id becomes one segment of a path that no proxy rewrites: letters, digits, {@code - _ .} stand for themselves, every other byte of
 * its UTF-8 is {@code ~} and two capital hexadecimal digits. In ClickHouse that is
 * {@code replaceAll(replaceAll(encodeURLComponent(id), '~', '%7E'), '%', '~')}.
 */
public final class Links {
    public static final String OVERVIEW = "/";
    public static final String POOLS = "/pools";
    public static final String VOLUMES = "/volumes";
    public static final String RECOMMENDATIONS = "/recommendations";
    public static final String SAVINGS = "/savings";
    public static final String CHARGEBACK = "/chargeback";
    public static final String SNAPSHOTS = "/snapshots";
    public static final String ALERTS = "/alerts";
    public static final String ALERT_HISTORY = ALERTS + "/history";
    public static final String SOURCES = "/sources";
    public static final String METRICS = "/metrics";
    public static final String ASSETS = "/assets";
    public static final String LOGIN = "/login";
    public static final String LOGOUT = "/logout";
    public static final String API = "/api/v1";

    private static final String KEPT = "-_.";

    private Links() {}

    public static String pool(String poolId) {
        return POOLS + "/" + segment(poolId);
    }

    public static String volume(String volumeId) {
        return VOLUMES + "/" + segment(volumeId);
    }

    public static String recommendation(String id) {
        return RECOMMENDATIONS + "/" + segment(id);
    }

    /** Of an id, as one segment of a path. */
    public static String segment(String id) {
        if (id.equals(".") || id.equals("..")) {
            // Servers and browsers resolve these away.
            return id.replace(".", "~2E");
        }
        StringBuilder path = new StringBuilder();
        for (byte octet : id.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (isKept(c)) {
                path.append(c);
            } else {
                path.append('~').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            }
        }
        return path.toString();
    }

    /** The id of a segment. A tilde that no two digits follow stands for itself. */
    public static String id(String segment) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == '~' && i + 2 < segment.length() && isHex(segment.charAt(i + 1)) && isHex(segment.charAt(i + 2))) {
                bytes.write(HexFormat.fromHexDigits(segment, i + 1, i + 3));
                i += 2;
            } else if (Character.isHighSurrogate(c) && i + 1 < segment.length()) {
                bytes.writeBytes(segment.substring(i, i + 2).getBytes(StandardCharsets.UTF_8));
                i++;
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static boolean isKept(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || KEPT.indexOf(c) >= 0;
    }

    private static boolean isHex(char c) {
        return HexFormat.isHexDigit(c);
    }
}
