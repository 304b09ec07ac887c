package io.ullage.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.ullage.service.delivery.Receiver.Received;
import io.ullage.service.kafka.EmbeddedKafka;
import io.ullage.service.kafka.KafkaExtension;
import io.ullage.service.process.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From a real broker to real HTTP servers, which fail, refuse, and are not there. */
@Tag("kafka")
@ExtendWith(KafkaExtension.class)
class WebhookDeliveryIT {
    private static final Duration WAIT = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private ToldTopic topic;
    private Receiver receiver;
    private Path secret;

    @BeforeEach
    void prepare(EmbeddedKafka kafka) throws Exception {
        topic = new ToldTopic(kafka);
        receiver = new Receiver();
        secret = Files.createFile(
                directory.resolve("secret"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, "correct horse\n");
    }

    @AfterEach
    void end() {
        receiver.close();
        topic.close();
    }

    @Test
    void overFailuresARestartAndAKillEachIsTakenOnceInOrder() throws Exception {
        Path settings = settings("");
        Process first = DeliveryProcess.start(settings, topic, directory.resolve("first.txt"));
        try {
            awaitTarget();
            AtomicInteger attempts = new AtomicInteger();
            receiver.answers(received -> attempts.incrementAndGet() <= 2 ? 503 : 200);
            topic.tellAndAbort(Alerts.of("never").firing(1));
            topic.tell(Alerts.of("p1").firing(1), Alerts.of("p2").firing(1));
            Eventually.await("both alerts", WAIT, () -> receiver.taken().size() == 2);
            assertThat(receiver.attempts()).hasSize(4);

            receiver.answers(received -> 500);
            int before = receiver.attempts().size();
            topic.tell(Alerts.of("p1").resolved(2), Alerts.of("p3").firing(1));
            Eventually.await(
                    "an attempt that fails", WAIT, () -> receiver.attempts().size() > before);
        } finally {
            first.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        }
        topic.tell(Alerts.of("p2").resolved(2));
        receiver.answers(received -> 200);

        try (Delivery delivery = deliver(settings, new PrometheusRegistry())) {
            Eventually.await(
                    "what was told meanwhile", WAIT, () -> receiver.taken().size() == 5);
            topic.tell(Alerts.of("p3").resolved(2));
            Eventually.await("what is told now", WAIT, () -> receiver.taken().size() == 6);
        }
        assertThat(receiver.taken())
                .extracting(received -> field(received, "event") + " " + field(received, "title"))
                .containsExactly(
                        "fired Pool p1 is 95.0 % full",
                        "fired Pool p2 is 95.0 % full",
                        "resolved Pool p1 is 40.0 % full",
                        "fired Pool p3 is 95.0 % full",
                        "resolved Pool p2 is 40.0 % full",
                        "resolved Pool p3 is 40.0 % full");
        assertThat(receiver.taken())
                .extracting(received -> received.headers().get("Idempotency-Key"))
                .doesNotHaveDuplicates()
                .containsExactlyElementsOf(receiver.taken().stream()
                        .map(received -> field(received, "key"))
                        .toList());
        assertThat(receiver.taken()).allSatisfy(this::isSignedAndOfItsSchema);
    }

    @Test
    void aDeadTargetHoldsUpNoOtherAndWhatIsRefusedIsNotSentAgain() throws Exception {
        int nobody;
        try (Receiver gone = new Receiver()) {
            nobody = gone.url().getPort();
        }
        Path settings = settings("""
                  - name: dead
                    webhook: {url: "http://127.0.0.1:%d/"}
                """.formatted(nobody));
        receiver.answers(received -> field(received, "title").contains("p1") ? 400 : 200);
        PrometheusRegistry registry = new PrometheusRegistry();
        try (Delivery delivery = deliver(settings, registry)) {
            awaitTarget();
            topic.tell(Alerts.of("p1").firing(1), Alerts.of("p2").firing(1));
            Eventually.await("the second alert", WAIT, () -> receiver.taken().size() == 1);
            assertThat(receiver.attempts()).hasSize(2);
            assertThat(Counted.of(registry, "ullage_delivery_refused", "hook")).isEqualTo(1);
            assertThat(Counted.of(registry, "ullage_delivery_sent", "hook")).isEqualTo(1);
            Eventually.await(
                    "attempts at the dead one",
                    WAIT,
                    () -> Counted.of(registry, "ullage_delivery_failed_attempts", "dead") >= 2);

            try (Receiver back = new Receiver(nobody)) {
                Eventually.await("what waited for it", WAIT, () -> back.taken().size() == 2);
            }
        }
    }

    @Test
    void whatWasTakenWhenTheProcessWasKilledIsToldAgainUnderItsKey() throws Exception {
        Path settings = settings("");
        Process sender = DeliveryProcess.start(settings, topic, directory.resolve("output.txt"));
        awaitTarget();
        receiver.answers(received -> {
            sender.destroyForcibly().onExit().join();
            return 200;
        });
        topic.tell(Alerts.of("p1").firing(1));
        Eventually.await("the alert", WAIT, () -> receiver.taken().size() == 1);
        receiver.answers(received -> 200);
        topic.tell(Alerts.of("p1").resolved(2));
        try (Delivery delivery = deliver(settings, new PrometheusRegistry())) {
            Eventually.await(
                    "what is told again, and the end",
                    WAIT,
                    () -> receiver.taken().size() == 3);
        }
        List<String> keys = receiver.taken().stream()
                .map(received -> received.headers().get("Idempotency-Key"))
                .toList();
        assertThat(keys.get(1)).isEqualTo(keys.get(0)).isNotEqualTo(keys.get(2));
        assertThat(JSON.readTree(receiver.taken().get(1).body()))
                .isEqualTo(JSON.readTree(receiver.taken().get(0).body()));
    }

    @Test
    void whatIsTooOldWhileTheTargetFailsIsGivenUpAndNotSentAfterARestart() throws Exception {
        MovedClock clock = new MovedClock();
        Path settings = settings("");
        Files.writeString(settings, Files.readString(settings).replace("most: 2s", "most: 1s, giveUpAfter: 2h"));
        PrometheusRegistry registry = new PrometheusRegistry();
        receiver.answers(received -> field(received, "title").contains("p1") ? 503 : 200);
        try (Delivery delivery = deliver(settings, registry, clock)) {
            awaitTarget();
            topic.tell(Alerts.of("p1").firing(1), Alerts.of("p2").firing(1));
            Eventually.await(
                    "attempts that fail", WAIT, () -> receiver.attempts().size() >= 3);
            assertThat(receiver.taken()).isEmpty();
            assertThat(Counted.of(registry, "ullage_delivery_given_up", "hook")).isZero();

            clock.move(Duration.ofHours(2));
            Eventually.await(
                    "what comes after it", WAIT, () -> Counted.of(registry, "ullage_delivery_sent", "hook") == 1);
            assertThat(Counted.of(registry, "ullage_delivery_given_up", "hook")).isEqualTo(1);
            assertThat(Counted.of(registry, "ullage_delivery_refused", "hook")).isZero();
        }
        receiver.answers(received -> 200);
        try (Delivery delivery = deliver(settings, new PrometheusRegistry(), clock)) {
            topic.tell(Alerts.of("p3").firing(1));
            Eventually.await("what is told now", WAIT, () -> receiver.taken().size() == 2);
        }
        assertThat(receiver.taken())
                .extracting(received -> field(received, "title"))
                .containsExactly("Pool p2 is 95.0 % full", "Pool p3 is 95.0 % full");
    }

    /** A target begins with what is told after its first start. */
    private void awaitTarget() throws Exception {
        Eventually.await("progress of the target", WAIT, () -> !Progresses.of(topic, "hook")
                .isEmpty());
    }

    private Path settings(String more) throws Exception {
        Path file = directory.resolve("delivery.yaml");
        return Files.writeString(file, """
                retry: {first: 1s, most: 2s}
                targets:
                  - name: hook
                    webhook: {url: "%s", secretFile: %s}
                %s""".formatted(receiver.url(), secret, more));
    }

    private Delivery deliver(Path settings, PrometheusRegistry registry) throws Exception {
        return deliver(settings, registry, Clock.systemUTC());
    }

    private Delivery deliver(Path settings, PrometheusRegistry registry, Clock clock) throws Exception {
        return Delivery.start(
                DeliverySettingsReader.read(settings), topic.client(), topic.name(), null, registry, clock);
    }

    private void isSignedAndOfItsSchema(Received received) throws Exception {
        String signature = received.headers().get(Signature.HEADER);
        long time = Long.parseLong(signature.replaceAll("^t=|,.*$", ""));
        assertThat(signature).isEqualTo(Signature.of(received.body().getBytes("UTF-8"), "correct horse", time));
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(WebhookMessage.schemaText());
        assertThat(schema.validate(JSON.readTree(received.body()))).isEmpty();
    }

    private static String field(Received received, String name) {
        try {
            JsonNode value = JSON.readTree(received.body()).get(name);
            return value.asText();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
