package io.ullage.job.alert;

import io.ullage.job.ingest.RawMessage;
import io.ullage.job.ingest.RawMessageSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes key and bytes as they are. */
public final class RuleMessageSchema implements KafkaRecordDeserializationSchema<RuleMessage> {
    private static final long serialVersionUID = 1L;

    private final RawMessageSchema raw = new RawMessageSchema();

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RuleMessage> out) {
        String document = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        List<RawMessage> messages = new ArrayList<>();
        raw.deserialize(record, new ListCollector<>(messages));
        messages.forEach(message -> out.collect(new RuleMessage(document, message)));
    }

    @Override
    public TypeInformation<RuleMessage> getProducedType() {
        return TypeInformation.of(RuleMessage.class);
    }
}
