package io.ullage.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.ullage.schema.topic.Topic;
import io.ullage.service.clickhouse.ClickHouseExtension;
import io.ullage.service.kafka.EmbeddedKafka;
import io.ullage.service.kafka.KafkaExtension;
import io.ullage.service.node.NodeProcess;
import io.ullage.service.output.ExitCode;
import io.ullage.service.process.Eventually;
import io.ullage.service.store.SqlRows;
import io.ullage.service.store.StoreConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code ullage deliver} as a process of its own, over a real broker and a real store. */
@Tag("kafka")
@Tag("clickhouse")
@ExtendWith(KafkaExtension.class)
class DeliverCommandIT {
    private static final Duration WAIT = Duration.ofSeconds(90);

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    @TempDir
    Path directory;

    @Test
    void itTellsWhatTheStoreKnowsAndATermEndsItWhenWhatItSendsIsSentAndNoted(EmbeddedKafka kafka) throws Exception {
        SqlRows.of(
                clickHouse.connection(),
                "INSERT INTO recommendation (id, time, event, round, rule, target_kind, target_id, target_name, pool_id, effect,"
                        + " low_bytes, best_bytes, high_bytes, method, confidence, risk, why, commands) VALUES"
                        + " ('bbbbbbbb', now64(3), 'OPENED', 1, 'trim', 'VOLUME', 'v2', 'web-2', 'deliver-it', 'RETURNS',"
                        + " 10, 20, 30, 'EXACT', 'HIGH', 'LOW', 'the guest frees 20 B', ['fstrim -v /'])");
        try (ToldTopic topic = new ToldTopic(kafka, Topic.ALERTS.topicName());
                Receiver receiver = new Receiver()) {
            Path settings = Files.writeString(directory.resolve("delivery.yaml"), """
                    targets:
                      - {name: deliver-it, match: {pool: deliver-it}, webhook: {url: "%s"}}
                    """.formatted(receiver.url()));
            CountDownLatch asked = new CountDownLatch(1);
            CountDownLatch answer = new CountDownLatch(1);
            receiver.answers(received -> {
                asked.countDown();
                try {
                    return answer.await(WAIT.toSeconds(), TimeUnit.SECONDS) ? 200 : 500;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return 500;
                }
            });
            Path output = directory.resolve("output.txt");
            Process process = NodeProcess.ullage(output, command(settings, topic));
            try {
                Eventually.await("readiness", WAIT, () -> {
                    assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
                    return Files.readString(output).contains("Metrics on ")
                            && !Progresses.of(topic, "deliver-it").isEmpty();
                });
                String said = Files.readString(output);
                assertThat(said).contains("Delivering alerts of " + kafka.bootstrapServers() + " to deliver-it");
                assertThat(get(said.replaceAll("(?s).*Metrics on (\\S+).*", "$1")))
                        .contains("ullage_delivery_sent_total{kind=\"webhook\",target=\"deliver-it\"} 0.0");
                topic.tell(Alerts.of("deliver-it").firing(1));
                assertThat(asked.await(WAIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
                process.destroy();
                assertThat(process.waitFor(1, TimeUnit.SECONDS))
                        .as("it waits for the answer")
                        .isFalse();
                answer.countDown();
                assertThat(process.waitFor(WAIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } finally {
                process.destroyForcibly();
            }
            assertThat(process.exitValue()).as(Files.readString(output)).isEqualTo(ExitCode.OK);
            JsonNode told = new ObjectMapper().readTree(receiver.taken().get(0).body());
            assertThat(told.get("command").asText()).as(told.toPrettyString()).isEqualTo("fstrim -v /");

            topic.tell(Alerts.of("deliver-it").resolved(2));
            try (Delivery delivery = Delivery.start(
                    DeliverySettingsReader.read(settings),
                    topic.client(),
                    topic.name(),
                    null,
                    new PrometheusRegistry(),
                    Clock.systemUTC())) {
                Eventually.await("the end", WAIT, () -> receiver.attempts().size() == 2);
            }
            assertThat(receiver.taken().get(1).body()).contains("\"resolved\"");
        }
    }

    private List<String> command(Path settings, ToldTopic topic) {
        StoreConnection store = clickHouse.connection();
        return List.of(
                "deliver",
                "--config",
                settings.toString(),
                "--bootstrap",
                topic.bootstrapServers(),
                "--clickhouse",
                store.url(),
                "--user",
                store.user(),
                "--password-file",
                String.valueOf(store.passwordFile()),
                "--metrics-port",
                "0");
    }

    private static String get(String url) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(WAIT).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
