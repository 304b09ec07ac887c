package io.ullage.service.kafka;

import io.ullage.job.alert.RulesTopic;
import io.ullage.job.rule.RuleReader;
import io.ullage.schema.topic.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The documents of rules on a broker. */
public final class RuleDocuments {
    private static final long WAIT_SECONDS = 30;

    private final Map<String, String> client;

    private final String topic;

    public RuleDocuments(String bootstrapServers) {
        this(bootstrapServers, Topic.RULES.topicName());
    }

    /** On a topic of another name. */
    public RuleDocuments(String bootstrapServers, String topic) {
        this(Map.of(ClientProperties.BOOTSTRAP, bootstrapServers), topic);
    }

    /** @param client settings of a Kafka client, see {@link ClientProperties} */
    public RuleDocuments(Map<String, String> client) {
        this(client, Topic.RULES.topicName());
    }

    private RuleDocuments(Map<String, String> client, String topic) {
        this.client = Map.copyOf(client);
        this.topic = topic;
    }

    private String brokers() {
        return client.getOrDefault(ClientProperties.BOOTSTRAP, "");
    }

    /**
     * By name; of one that was removed, an empty text.
     *
     * @throws IOException if the broker does not answer or has no topic for them
     */
    public Map<String, String> read() throws IOException {
        try {
            Properties properties = new Properties();
            properties.putAll(client);
            return RulesTopic.read(brokers(), properties, topic);
        } catch (KafkaException e) {
            throw new IOException("the rules on " + brokers() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Puts the shipped rules there, if nothing was ever there; whether it did. */
    public boolean publishDefaultsIfNone() throws IOException, InterruptedException {
        if (!read().isEmpty()) {
            return false;
        }
        write(RuleReader.DEFAULT_DOCUMENT, RuleReader.defaultText());
        return true;
    }

    /**
     * Replaces a document.
     *
     * @param yaml absent: removes it
     */
    public void write(String document, @Nullable String yaml) throws IOException, InterruptedException {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("acks", "all");
        settings.put("max.block.ms", WAIT_SECONDS * 1000);
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] value = yaml == null ? null : yaml.getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(topic, document.getBytes(StandardCharsets.UTF_8), value))
                    .get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new IOException("the rules on " + brokers() + " cannot be written: " + e.getMessage(), e);
        }
    }
}
