package io.ullage.service.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.AgentRole;
import io.ullage.schema.telemetry.PoolKind;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.Report;
import io.ullage.schema.topic.Topic;
import io.ullage.service.clickhouse.ChdbLibrary;
import io.ullage.service.clickhouse.ClickHouseException;
import io.ullage.service.delivery.DeliveryService;
import io.ullage.service.flink.EmbeddedFlink;
import io.ullage.service.process.Eventually;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pool fills, a shipped rule fires in Flink, Alertmanager shows it and tells its receiver, also after it was killed; the pool is emptied. */
@Tag("kafka")
@Tag("flink")
@Tag("clickhouse")
@Tag("alertmanager")
class AlertTravelsIT {
    private static final Duration WAIT = Duration.ofSeconds(120);
    private static final long GIB = 1L << 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private final TelemetryCodec codec = new TelemetryCodec();
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(60));
    /** What Alertmanager told its receiver, as {@code status alertname pool}. */
    private final List<String> received = new CopyOnWriteArrayList<>();

    private KafkaProducer<byte[], byte[]> producer;
    private int minute;

    @BeforeAll
    static void needs() {
        try {
            ChdbLibrary.locate();
        } catch (ClickHouseException e) {
            Assumptions.abort("needs the embedded ClickHouse: " + e.getMessage());
        }
    }

    @Test
    void throughFlinkToAlertmanagerWhichIsKilledAndNothingIsLost() throws Exception {
        HttpServer receiver = receiver();
        try (Alertmanager alertmanager = Alertmanager.start(directory, url(receiver))) {
            Path settings = directory.resolve("delivery.yaml");
            Files.writeString(settings, """
                    retry: {first: 1s, most: 1s}
                    targets:
                      - name: am
                        match: {alertname: PoolFull}
                        alertmanager: {urls: ["%s"], repeat: 1s}
                    """.formatted(alertmanager.url()));
            NodeSettings node = new NodeSettings(
                    directory.resolve("data"),
                    List.of(),
                    new NodeSettings.Ports(0, 0, 0, 0, 0, 0),
                    "127.0.0.1",
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(1),
                    EmbeddedFlink.Options.DEFAULT_HEAP_MEGABYTES);
            try (Node running = Node.start(
                    node,
                    Clock.systemUTC(),
                    List.of(),
                    List.of(),
                    List.of(DeliveryService.by(settings)),
                    progress -> {})) {
                travel(running.file(), alertmanager);
                metricsAreByConvention(running.file());
            }
        } finally {
            receiver.stop(0);
        }
    }

    private void travel(NodeFile node, Alertmanager alertmanager) throws Exception {
        try (KafkaProducer<byte[], byte[]> opened = new KafkaProducer<>(
                Map.of("bootstrap.servers", node.kafkaBootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer = opened;
            pools(3, 50, 50);
            pools(8, 95, 50);
            Eventually.await(
                    "p1 in Alertmanager", WAIT, () -> alertmanager.firing().equals(List.of("PoolFull p1")));
            JsonNode told = alertmanager.alerts().get(0);
            assertThat(told.get("annotations").get("summary").asText()).startsWith("Pool p1 is 95.0 % full");
            assertThat(told.get("annotations").get("number").asText()).isEqualTo("95.0 %");
            assertThat(told.get("annotations").get("command").asText()).isEqualTo("ullage recommend --pool p1");
            assertThat(told.get("generatorURL").asText()).isEqualTo(node.consoleUrl() + "/pools/p1");
            Eventually.await("its receiver told of p1", WAIT, () -> received.contains("firing PoolFull p1"));

            alertmanager.kill();
            pools(8, 95, 96);
            alertmanager.startAgain();
            Eventually.await("both pools in Alertmanager", WAIT, () -> alertmanager.firing().stream()
                    .sorted()
                    .toList()
                    .equals(List.of("PoolFull p1", "PoolFull p2")));
            Eventually.await("its receiver told of p2", WAIT, () -> received.contains("firing PoolFull p2"));

            pools(2, 40, 96);
            Eventually.await("the end of p1", WAIT, () -> alertmanager.firing().equals(List.of("PoolFull p2")));
            Eventually.await("its receiver told of that end", WAIT, () -> received.contains("resolved PoolFull p1"));

            alertmanager.kill();
            pools(2, 40, 40);
            alertmanager.startAgain();
            String all = "ullage_delivery_firing{kind=\"alertmanager\",target=\"am\"} ";
            Eventually.await("the end of p2", WAIT, () -> get(node.consoleUrl() + "/metrics")
                    .contains(all + "0.0"));
            Eventually.await(
                    "nothing that fires", WAIT, () -> alertmanager.firing().isEmpty());
        }
    }

    /** promtool's own words about each; of those about Flink's own names there are some, of ours none. */
    private void metricsAreByConvention(NodeFile node) throws Exception {
        String own = get(node.consoleUrl() + "/metrics");
        assertThat(own)
                .contains("ullage_node_child_up{child=\"flink\"} 1.0")
                .containsPattern("(?m)^ullage_node_build_info\\{revision=\"[^\"$]+\",version=\"\\d[^\"$]*\"} 1")
                .contains("ullage_web_requests_total{code=\"200\",method=\"GET\",route=\"/metrics\"}")
                .contains("ullage_delivery_sent_total{kind=\"alertmanager\",target=\"am\"}");
        assertThat(Promtool.checkMetrics(own)).as("the node").isEmpty();
        assertThat(Promtool.checkMetrics(get(node.agentMetricsUrl())))
                .as("the agent")
                .isEmpty();
        String flink = get(node.flinkMetricsUrl());
        assertThat(flink).contains("flink_taskmanager_job_task_operator_messages_accepted");
        assertThat(Promtool.checkMetrics(flink)).as("Flink").allSatisfy(line -> assertThat(line)
                .startsWith("flink_"));
    }

    private static String get(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .timeout(Duration.ofSeconds(30))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private HttpServer receiver() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            for (JsonNode alert : JSON.readTree(exchange.getRequestBody()).get("alerts")) {
                JsonNode labels = alert.get("labels");
                received.add(alert.get("status").asText() + " "
                        + labels.get("alertname").asText() + " "
                        + labels.get("pool").asText());
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static URI url(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** So many minutes more, with both pools that full. */
    private void pools(int minutes, int first, int second) throws Exception {
        AgentIdentity host = new AgentIdentity("host", AgentRole.HOST, "h1", "h1", null, "test");
        for (int i = 0; i < minutes; i++, minute++) {
            Report report = Report.whole(
                    host, minute, start.plusSeconds(60L * minute), List.of(pool("p1", first), pool("p2", second)));
            producer.send(new ProducerRecord<>(
                            Topic.REPORTS.topicName(), "host".getBytes(StandardCharsets.UTF_8), codec.encode(report)))
                    .get(WAIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static PoolReading pool(String id, int percent) {
        return new PoolReading(
                "test",
                id,
                id,
                PoolKind.LVM_THIN,
                null,
                100 * GIB,
                percent * GIB,
                (100 - percent) * GIB,
                null,
                null,
                null);
    }
}
