package io.ullage.job.alert;

import io.ullage.schema.alert.Alert;
import io.ullage.schema.codec.TelemetryCodec;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** An alert as JSON, keyed by its fingerprint, so that what is told of one stays in order. */
public final class AlertSchema implements KafkaRecordSerializationSchema<Alert> {
    private static final long serialVersionUID = 1L;

    private final String topic;
    private transient @Nullable TelemetryCodec codec;

    public AlertSchema(String topic) {
        this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(Alert alert, KafkaSinkContext context, @Nullable Long timestamp) {
        if (codec == null) {
            codec = new TelemetryCodec();
        }
        return new ProducerRecord<>(topic, alert.fingerprint().getBytes(StandardCharsets.UTF_8), codec.encode(alert));
    }
}
