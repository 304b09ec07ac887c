package io.ullage.service.cluster;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.flink.runtime.util.EnvironmentInformation;

/** Answers as a Flink cluster would, with what a test says; everything else is 404. */
final class FlinkAnswers implements AutoCloseable {
    static final String NO_JOBS = "{\"jobs\": []}";

    private final HttpServer server;

    FlinkAnswers() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        // As Flink does: what it does not know it reads to its end first, else the sender may find the connection reset
        // instead of an answer.
        server.createContext("/", exchange -> {
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A cluster of our version. */
    FlinkAnswers cluster(String overview, String jobs) {
        return with(Map.of(
                "/config",
                "{\"flink-version\": \"" + EnvironmentInformation.getVersion() + "\"}",
                "/overview",
                overview,
                "/jobs/overview",
                jobs,
                "/jobmanager/config",
                "[]"));
    }

    FlinkAnswers with(Map<String, String> byPath) {
        byPath.forEach((path, json) -> server.createContext(path, exchange -> {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        }));
        return this;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
