package io.ullage.service.metrics;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.ullage.service.output.CommandException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;

/** Metrics of a process that serves nothing else. */
public final class MetricsServer implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final HTTPServer server;
    private final String host;

    private MetricsServer(HTTPServer server, String host) {
        this.server = server;
        this.host = host;
    }

    /**
     * On 127.0.0.1.
     *
     * @param port 0 takes a free one
     */
    public static MetricsServer start(int port, PrometheusRegistry registry) {
        return start(LOOPBACK, port, registry);
    }

    /** @throws CommandException if it cannot listen there */
    public static MetricsServer start(String host, int port, PrometheusRegistry registry) {
        try {
            HTTPServer server = HTTPServer.builder()
                    .inetAddress(InetAddress.getByName(host))
                    .port(port)
                    .registry(registry)
                    .buildAndStart();
            return new MetricsServer(server, host);
        } catch (IOException e) {
            throw CommandException.failed(
                    "cannot listen on " + host + " port " + port + ": " + e.getMessage(),
                    "Choose another port; 0 takes a free one.",
                    e);
        }
    }

    public URI url() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return URI.create("http://" + name + ":" + server.getPort() + "/metrics");
    }

    @Override
    public void close() {
        server.close();
    }
}
