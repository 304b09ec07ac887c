package io.ullage.job.ingest;

import io.ullage.schema.codec.DeadLetter;
import io.ullage.schema.codec.TelemetryCodec;
import java.time.Instant;
import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes the bytes as they are: what they mean is found out where it can be told, not inside the source, where an error ends the job. */
public final class RawMessageSchema implements KafkaRecordDeserializationSchema<RawMessage> {
    /** Where a topic keeps the sender's time, that may be anything; the store's {@code DateTime} ends in 2106. */
    static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawMessage> out) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        byte[] kept = value.length <= TelemetryCodec.MAX_MESSAGE_BYTES
                ? value
                : Arrays.copyOf(value, DeadLetter.MAX_PAYLOAD_BYTES);
        out.collect(new RawMessage(
                kept,
                value.length,
                record.topic(),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(Math.min(Math.max(0, record.timestamp()), LATEST.toEpochMilli()))));
    }

    @Override
    public TypeInformation<RawMessage> getProducedType() {
        return TypeInformation.of(RawMessage.class);
    }
}
