package io.ullage.service.web;

import java.util.Locale;
import java.util.Set;

/**
 * What a server that listens on loopback answers to. A page from elsewhere can give its own name the address 127.0.0.1 and have a browser
 * ask there (DNS rebinding); the Host header then holds that name.
 */
final class Loopback {
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private Loopback() {}

    /** @param host as the header has it, with or without a port */
    static boolean isName(String host) {
        return NAMES.contains(name(host));
    }

    /** Without the port, in small letters. */
    static String name(String host) {
        int colon = host.lastIndexOf(':');
        String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        return name.toLowerCase(Locale.ROOT);
    }
}
