package io.ullage.service.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ullage.service.process.Eventually;
import io.ullage.service.process.LoopbackPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Debian's prometheus-alertmanager as a child process, which a test kills and starts again on the same port. */
final class Alertmanager implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/prometheus-alertmanager");
    private static final Duration READY = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path directory;
    private final int port;
    private Process process;

    private Alertmanager(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /** @param receiver is told by its webhook what fires and what is resolved */
    static Alertmanager start(Path directory, URI receiver) throws Exception {
        if (!Files.isExecutable(PROGRAM)) {
            Assumptions.abort("needs " + PROGRAM + ": apt-get install prometheus-alertmanager");
        }
        Alertmanager started = new Alertmanager(directory, LoopbackPort.orFree(0));
        Files.writeString(directory.resolve("alertmanager.yml"), """
                route:
                  receiver: test
                  group_by: [alertname, pool]
                  group_wait: 1s
                  group_interval: 1s
                  repeat_interval: 1h
                receivers:
                  - name: test
                    webhook_configs:
                      - url: %s
                        send_resolved: true
                """.formatted(receiver));
        started.startAgain();
        return started;
    }

    void startAgain() throws Exception {
        process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--config.file=" + directory.resolve("alertmanager.yml"),
                        "--storage.path=" + directory.resolve("alertmanager"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--cluster.listen-address=")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("alertmanager.txt").toFile()))
                .start();
        Eventually.await("readiness of Alertmanager", READY, () -> {
            if (!process.isAlive()) {
                throw new AssertionError(Files.readString(directory.resolve("alertmanager.txt")));
            }
            try {
                return get("/-/ready").statusCode() == 200;
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    /** SIGKILL: it keeps nothing of what it was told. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What fires, as {@code alertname pool}. */
    List<String> firing() throws Exception {
        List<String> firing = new ArrayList<>();
        for (JsonNode alert : alerts()) {
            JsonNode labels = alert.get("labels");
            firing.add(
                    labels.get("alertname").asText() + " " + labels.path("pool").asText());
        }
        return firing;
    }

    JsonNode alerts() throws Exception {
        return JSON.readTree(get("/api/v2/alerts").body());
    }

    private java.net.http.HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(url().resolve(path))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                BodyHandlers.ofString());
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
