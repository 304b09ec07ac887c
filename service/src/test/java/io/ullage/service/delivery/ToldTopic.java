package io.ullage.service.delivery;

import io.ullage.schema.alert.Alert;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.topic.Topic;
import io.ullage.service.kafka.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic of alerts of a test's own, written as the job writes it: in transactions. */
final class ToldTopic implements AutoCloseable {
    private static final long WAIT_SECONDS = 60;

    private final TelemetryCodec codec = new TelemetryCodec();
    private final EmbeddedKafka kafka;
    private final String name;
    private final KafkaProducer<byte[], byte[]> producer;

    ToldTopic(EmbeddedKafka kafka) throws Exception {
        this(kafka, "told-" + UUID.randomUUID());
    }

    ToldTopic(EmbeddedKafka kafka, String name) throws Exception {
        this.kafka = kafka;
        this.name = name;
        try (Admin admin = Admin.create(settings(Map.of()))) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1).configs(Topic.ALERTS.settings())))
                    .all()
                    .get(WAIT_SECONDS, TimeUnit.SECONDS);
        }
        producer = new KafkaProducer<>(
                settings(Map.of("transactional.id", name)), new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
    }

    private Map<String, Object> settings(Map<String, Object> more) {
        Map<String, Object> settings = new java.util.HashMap<>(more);
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        return settings;
    }

    String name() {
        return name;
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    Map<String, String> client() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    void tell(Alert... alerts) throws Exception {
        producer.beginTransaction();
        send(alerts);
        producer.commitTransaction();
    }

    /** What was never committed must not be told. */
    void tellAndAbort(Alert... alerts) throws Exception {
        producer.beginTransaction();
        send(alerts);
        producer.abortTransaction();
    }

    private void send(Alert... alerts) throws Exception {
        for (Alert alert : alerts) {
            producer.send(new ProducerRecord<>(
                            name, alert.fingerprint().getBytes(StandardCharsets.UTF_8), codec.encode(alert)))
                    .get(WAIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
