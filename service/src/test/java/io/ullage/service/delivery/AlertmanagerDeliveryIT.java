package io.ullage.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.ullage.service.delivery.Receiver.Received;
import io.ullage.service.kafka.EmbeddedKafka;
import io.ullage.service.kafka.KafkaExtension;
import io.ullage.service.process.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What goes over the wire to Alertmanagers. What a real one makes of it is in {@code AlertTravelsIT}. */
@Tag("kafka")
@ExtendWith(KafkaExtension.class)
class AlertmanagerDeliveryIT {
    private static final Duration WAIT = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void eachGetsAllAgainAndAgainAndOneThatIsRefusedHoldsUpNoOther(EmbeddedKafka kafka) throws Exception {
        try (ToldTopic topic = new ToldTopic(kafka);
                Receiver one = new Receiver();
                Receiver other = new Receiver()) {
            // What stands before a target is there is told to it at once.
            topic.tell(
                    Alerts.of("old").firing(1),
                    Alerts.of("over").firing(1),
                    Alerts.of("over").resolved(2));
            topic.tell(Alerts.of("wrong").firing(1), Alerts.of("p1").firing(1));
            one.answers(received -> received.body().contains("wrong") ? 400 : 200);
            DeliverySettings settings = DeliverySettingsReader.read(
                    "test", """
                    targets:
                      - name: am
                        alertmanager: {urls: ["http://127.0.0.1:%d", "http://127.0.0.1:%d/prefix/"], repeat: 1s}
                    """.formatted(one.url().getPort(), other.url().getPort()));
            PrometheusRegistry registry = new PrometheusRegistry();
            try (Delivery delivery =
                    Delivery.start(settings, topic.client(), topic.name(), null, registry, Clock.systemUTC())) {
                Eventually.await("repetition by the one", WAIT, () -> times(one, "old") >= 3 && times(one, "p1") >= 3);
                Eventually.await("all by the other", WAIT, () -> times(other, "wrong") >= 2 && times(other, "p1") >= 2);
                assertThat(Counted.of(
                                registry,
                                "ullage_delivery_refused",
                                "am@127.0.0.1:" + one.url().getPort()))
                        .isEqualTo(1);
                Instant soon = Instant.now();
                JsonNode last = last(one, "p1");
                assertThat(Instant.parse(last.get("endsAt").asText()))
                        .as("ends by itself after four repetitions")
                        .isBetween(soon.minusSeconds(60), soon.plusSeconds(5));
                assertThat(last.get("startsAt").asText()).isEqualTo(Alerts.START.toString());

                topic.tell(Alerts.of("p1").resolved(2));
                String end = Alerts.of("p1").resolved(2).endsAt().toString();
                Eventually.await("the end, twice", WAIT, () -> ends(one, end) >= 2 && ends(other, end) >= 2);
                assertThat(last(other, "p1").get("endsAt").asText()).isEqualTo(end);
            }
        }
    }

    private static List<JsonNode> taken(Receiver receiver, String pool) {
        List<JsonNode> taken = new ArrayList<>();
        for (Received received : receiver.taken()) {
            try {
                JSON.readTree(received.body()).forEach(alert -> {
                    if (alert.get("labels").get("pool").asText().equals(pool)) {
                        taken.add(alert);
                    }
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return taken;
    }

    private static int times(Receiver receiver, String pool) {
        return taken(receiver, pool).size();
    }

    private static long ends(Receiver receiver, String end) {
        return taken(receiver, "p1").stream()
                .filter(alert -> alert.get("endsAt").asText().equals(end))
                .count();
    }

    private static JsonNode last(Receiver receiver, String pool) {
        List<JsonNode> taken = taken(receiver, pool);
        return taken.get(taken.size() - 1);
    }
}
