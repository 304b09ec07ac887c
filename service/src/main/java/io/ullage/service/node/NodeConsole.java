package io.ullage.service.node;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.ullage.service.clickhouse.EmbeddedClickHouse;
import io.ullage.service.metrics.MetricsPart;
import io.ullage.service.output.CommandException;
import io.ullage.service.store.StoreConnection;
import io.ullage.service.store.StoreSessions;
import io.ullage.service.web.Served;
import io.ullage.service.web.WebPart;
import io.ullage.service.web.WebServer;
import io.ullage.service.web.WebSettings;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The node's server of pages, REST and metrics, in the node's own process, and its connections to the store. */
record NodeConsole(StoreSessions sessions, List<WebPart> parts, WebServer server) implements AutoCloseable {
    private static final int CONNECTIONS = 8;

    /** @throws CommandException if it cannot listen, or is not to */
    static NodeConsole start(
            NodeSettings settings,
            EmbeddedClickHouse store,
            Clock clock,
            List<WebPart.Factory> factories,
            PrometheusRegistry metrics)
            throws IOException {
        StoreConnection reader = new StoreConnection(
                store.url(), store.reader().user(), store.reader().passwordFile());
        StoreConnection writer = new StoreConnection(
                store.url(), store.writer().user(), store.writer().passwordFile());
        return start(
                new WebSettings(settings.listen(), settings.ports().console(), settings.dataDirectory()),
                reader,
                writer,
                clock,
                factories,
                metrics);
    }

    /** Of any store. */
    static NodeConsole start(
            WebSettings settings,
            StoreConnection reader,
            StoreConnection writer,
            Clock clock,
            List<WebPart.Factory> factories,
            PrometheusRegistry metrics)
            throws IOException {
        StoreSessions sessions = open(reader);
        List<WebPart> parts = new ArrayList<>();
        boolean started = false;
        try {
            Served served = new Served(sessions, reader, writer, clock, settings.directory());
            parts.add(new MetricsPart(metrics));
            factories.forEach(factory -> parts.addAll(factory.create(served)));
            NodeConsole console = new NodeConsole(sessions, parts, WebServer.start(settings, clock, parts));
            started = true;
            return console;
        } finally {
            if (!started) {
                parts.forEach(WebPart::close);
                sessions.close();
            }
        }
    }

    private static StoreSessions open(StoreConnection reader) throws IOException {
        try {
            return StoreSessions.of(reader, CONNECTIONS);
        } catch (SQLException unreadable) {
            throw new IOException(unreadable.getMessage(), unreadable);
        }
    }

    URI url() {
        return server.url();
    }

    /** The server first: whoever asks has connections. ClickHouse stops in order only when they are closed. */
    @Override
    public void close() {
        server.close();
        parts.forEach(WebPart::close);
        sessions.close();
    }
}
