package io.ullage.agent.kafka;

import io.ullage.agent.spool.SpoolRecord;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** An idempotent producer that waits for all in-sync replicas. It is made when it is first needed, and again after a fatal error. */
public final class KafkaTransport implements Transport {
    /** Room for the largest message that the topic takes. */
    private static final int MAX_REQUEST_BYTES = (4 << 20) + (64 << 10);

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final Properties settings;
    private final String topic;
    private @Nullable Producer<String, byte[]> producer;

    /**
     * A transport that connects when it has something to send.
     *
     * @param propertiesFile more settings, such as TLS and SASL
     * @throws IOException if that file cannot be read
     */
    public KafkaTransport(
            List<String> bootstrapServers,
            String topic,
            String compression,
            @Nullable Path propertiesFile,
            String clientId)
            throws IOException {
        this.topic = topic;
        this.settings = settings(bootstrapServers, compression, propertiesFile, clientId);
    }

    /** What the file says stands, except where a guarantee of the agent hangs on it. */
    static Properties settings(
            List<String> bootstrapServers, String compression, @Nullable Path propertiesFile, String clientId)
            throws IOException {
        Properties settings = new Properties();
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, "20");
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(2 * MAX_REQUEST_BYTES));
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(MAX_REQUEST_BYTES));
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000");
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "10000");
        if (propertiesFile != null) {
            try (Reader reader = Files.newBufferedReader(propertiesFile, StandardCharsets.UTF_8)) {
                settings.load(reader);
            } catch (IllegalArgumentException e) {
                throw new IOException(propertiesFile + ": must be a properties file, " + e.getMessage(), e);
            }
        }
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, String.join(",", bootstrapServers));
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        return settings;
    }

    @Override
    public Delivery deliver(List<SpoolRecord> records) throws InterruptedException {
        List<Future<RecordMetadata>> answers = new ArrayList<>();
        String problem = "";
        try {
            Producer<String, byte[]> open = producer();
            for (SpoolRecord one : records) {
                answers.add(open.send(new ProducerRecord<>(topic, one.key(), one.message())));
            }
            open.flush();
        } catch (InterruptException e) {
            throw interrupted(e);
        } catch (KafkaException e) {
            problem = reason(e);
            closeProducer();
        }
        return outcome(answers, problem);
    }

    private Delivery outcome(List<Future<RecordMetadata>> answers, String problem) throws InterruptedException {
        int done = 0;
        int refused = 0;
        for (Future<RecordMetadata> answer : answers) {
            try {
                answer.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RecordTooLargeException)) {
                    if (!(e.getCause() instanceof RetriableException)) {
                        closeProducer();
                    }
                    return new Delivery(done, refused, reason(e.getCause()));
                }
                refused++;
            }
            done++;
        }
        return new Delivery(done, refused, problem);
    }

    private Producer<String, byte[]> producer() {
        Producer<String, byte[]> open = producer;
        if (open == null) {
            open = new KafkaProducer<>(settings);
            producer = open;
        }
        return open;
    }

    private void closeProducer() {
        Producer<String, byte[]> open = producer;
        producer = null;
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }

    private static String reason(@Nullable Throwable failure) {
        Throwable deepest = failure;
        while (deepest != null && deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest == null ? "unknown" : deepest.getClass().getSimpleName() + ": " + deepest.getMessage();
    }

    private static InterruptedException interrupted(InterruptException e) {
        InterruptedException interrupted = new InterruptedException("while sending");
        interrupted.initCause(e);
        return interrupted;
    }

    @Override
    public void close() {
        Producer<String, byte[]> open = producer;
        producer = null;
        if (open != null) {
            open.close(CLOSE_PATIENCE);
        }
    }
}
