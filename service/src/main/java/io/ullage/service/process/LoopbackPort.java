package io.ullage.service.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports on 127.0.0.1. */
public final class LoopbackPort {
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final int ATTEMPTS = 100;

    private LoopbackPort() {}

    /**
     * {@code port}, or a free one for 0. Nothing holds a free port, so that it is of those from which no system takes one for an outgoing
     * connection (Linux begins at 32768, IANA at 49152), drawn by lot: who asks at the same time gets another.
     */
    public static int orFree(int port) throws IOException {
        if (port != 0) {
            return port;
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int drawn = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            if (isFree(drawn)) {
                return drawn;
            }
        }
        throw new IOException("none of " + ATTEMPTS + " ports between " + FIRST + " and " + LAST + " is free");
    }

    /** Whether a server can listen on it now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As servers do: connections of the last run that linger in TIME_WAIT do not block it.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
