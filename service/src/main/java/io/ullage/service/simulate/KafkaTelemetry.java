package io.ullage.service.simulate;

import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.telemetry.Inventory;
import io.ullage.schema.telemetry.Report;
import io.ullage.schema.topic.Topic;
import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends to the topics that real agents send to, by the same keys, with an idempotent producer. Truth goes nowhere. */
public final class KafkaTelemetry implements Telemetry, AutoCloseable {
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(30);

    private final TelemetryCodec codec = new TelemetryCodec();
    private final Producer<byte[], byte[]> producer;
    private final String bootstrap;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private long reports;
    private long inventories;
    private long sketches;

    KafkaTelemetry(Producer<byte[], byte[]> producer, String bootstrap) {
        this.producer = producer;
        this.bootstrap = bootstrap;
    }

    public static KafkaTelemetry connect(String bootstrap) {
        try {
            return new KafkaTelemetry(
                    new KafkaProducer<>(settings(bootstrap), new ByteArraySerializer(), new ByteArraySerializer()),
                    bootstrap);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new CommandException(
                    ExitCode.USAGE,
                    "--bootstrap: must be HOST:PORT, was " + bootstrap + " (" + cause.getMessage() + ")",
                    null,
                    e);
        }
    }

    private static Map<String, Object> settings(String bootstrap) {
        return Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ProducerConfig.CLIENT_ID_CONFIG,
                "ullage-simulate",
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "zstd",
                ProducerConfig.LINGER_MS_CONFIG,
                20,
                ProducerConfig.BATCH_SIZE_CONFIG,
                256 << 10,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                Topic.REPORTS.maxMessageBytes() + (64 << 10),
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                15_000L);
    }

    @Override
    public void report(Report report) {
        send(Topic.REPORTS, report.agent().id(), codec.encode(report));
        reports++;
    }

    @Override
    public void inventory(Inventory inventory) {
        send(Topic.INVENTORY, inventory.machineId(), codec.encode(inventory));
        inventories++;
    }

    @Override
    public void sketch(ContentSketch sketch) {
        send(Topic.SKETCHES, sketch.volumeId(), codec.encode(sketch));
        sketches++;
    }

    @Override
    public void truth(Truth truth) {}

    private void send(Topic topic, String key, byte[] message) {
        refuseAfterFailure();
        try {
            producer.send(
                    new ProducerRecord<>(topic.topicName(), key.getBytes(StandardCharsets.UTF_8), message),
                    (metadata, exception) -> {
                        if (exception != null) {
                            failure.compareAndSet(null, exception);
                        }
                    });
        } catch (KafkaException e) {
            failure.compareAndSet(null, e);
            refuseAfterFailure();
        }
    }

    /** Waits until everything is acknowledged. */
    public void flush() {
        producer.flush();
        refuseAfterFailure();
    }

    private void refuseAfterFailure() {
        Exception first = failure.get();
        if (first != null) {
            throw CommandException.failed(
                    "Kafka at " + bootstrap + " did not take a message: " + first.getMessage(),
                    "Is the node up? 'ullage status' tells. The same seed may be sent again: what arrived counts once.",
                    first);
        }
    }

    long reports() {
        return reports;
    }

    long inventories() {
        return inventories;
    }

    long sketches() {
        return sketches;
    }

    @Override
    public void close() {
        producer.close(failure.get() == null ? CLOSE_WITHIN : Duration.ZERO);
    }
}
