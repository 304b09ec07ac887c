package io.ullage.job.ingest;

import io.ullage.schema.codec.DeadLetter;
import io.ullage.schema.codec.TelemetryCodec;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A dead letter as JSON, with where it came from and why as headers, so that one can choose among them without reading them. */
public final class DeadLetterSchema implements KafkaRecordSerializationSchema<DeadLetter> {
    private static final long serialVersionUID = 1L;

    private final String topic;
    private transient @Nullable TelemetryCodec codec;

    public DeadLetterSchema(String topic) {
        this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            DeadLetter letter, KafkaSinkContext context, @Nullable Long timestamp) {
        if (codec == null) {
            codec = new TelemetryCodec();
        }
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, codec.encode(letter));
        header(record, "ullage.topic", letter.topic());
        header(record, "ullage.partition", Integer.toString(letter.partition()));
        header(record, "ullage.offset", Long.toString(letter.offset()));
        header(record, "ullage.reason", letter.reason());
        return record;
    }

    private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
