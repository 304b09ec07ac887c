package io.ullage.service.cluster;

import io.ullage.service.output.CommandException;
import java.net.URI;

/**
 * The ClickHouse that jobs write to.
 *
 * @param endpoint such as {@code http://db.example:8123}
 */
record StoreAddress(String endpoint, String database) {
    private static final String JDBC = "jdbc:clickhouse:";

    /** From {@code http://HOST:PORT/DATABASE} or {@code jdbc:clickhouse://HOST:PORT/DATABASE}, as other commands take it. */
    static StoreAddress of(String text) {
        String plain = text.startsWith(JDBC + "//") ? "http:" + text.substring(JDBC.length()) : text;
        URI uri = URI.create(plain.startsWith(JDBC) ? plain.substring(JDBC.length()) : plain);
        String path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
        if (uri.getScheme() == null
                || !uri.getScheme().matches("https?")
                || uri.getHost() == null
                || uri.getPort() < 0
                || uri.getRawQuery() != null
                || uri.getUserInfo() != null
                || !path.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw CommandException.usage(
                    "--clickhouse: must be like http://db.example:8123/ullage or jdbc:clickhouse://db.example:8123/ullage, was "
                            + (uri.getUserInfo() == null ? text : "one with a password in it"),
                    "The user goes into --clickhouse-user, the password into a file.");
        }
        return new StoreAddress(uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort(), path);
    }
}
