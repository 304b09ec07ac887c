package io.ullage.service.web;

import java.nio.file.Path;

/**
 * Where the server listens, and where it is written who may come.
 *
 * @param listen an address or a name of this machine
 * @param port 0 takes a free one
 * @param directory of {@code access.yaml} and {@value Tokens#FILE_NAME}, of which either may be missing
 */
public record WebSettings(String listen, int port, Path directory) {
    public static final String LOOPBACK = "127.0.0.1";
    public static final int STANDARD_PORT = 8480;
}
