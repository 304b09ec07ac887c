package io.ullage.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.codec.DeadLetter;
import io.ullage.schema.codec.TelemetryCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RawMessageSchemaTest {
    @Test
    void theBytesAreTakenAsTheyAre() {
        RawMessage message = read(new byte[] {1, 2, 3}, 1000);

        assertThat(message.payload()).containsExactly(1, 2, 3);
        assertThat(message.whole()).isTrue();
        assertThat(message.partition()).isEqualTo(3);
        assertThat(message.offset()).isEqualTo(42);
        assertThat(message.time()).isEqualTo(Instant.ofEpochSecond(1));
    }

    @Test
    void ofAHugeMessageTheBeginningIsKept() {
        RawMessage message = read(new byte[TelemetryCodec.MAX_MESSAGE_BYTES + 1], 0);

        assertThat(message.payload()).hasSize(DeadLetter.MAX_PAYLOAD_BYTES);
        assertThat(message.payloadBytes()).isEqualTo(TelemetryCodec.MAX_MESSAGE_BYTES + 1);
        assertThat(message.whole()).isFalse();
    }

    @Test
    void aDeletionIsAMessageWithoutBytes() {
        assertThat(read(null, 0).payload()).isEmpty();
    }

    @Test
    void aSendersTimeMayBeAnything() {
        assertThat(read(new byte[1], -1).time()).isEqualTo(Instant.EPOCH);
        assertThat(read(new byte[1], Long.MAX_VALUE).time()).isEqualTo(RawMessageSchema.LATEST);
    }

    private static RawMessage read(byte @Nullable [] value, long timestamp) {
        List<RawMessage> read = new ArrayList<>();
        new RawMessageSchema()
                .deserialize(
                        new ConsumerRecord<>(
                                "topic",
                                3,
                                42,
                                timestamp,
                                TimestampType.CREATE_TIME,
                                0,
                                value == null ? -1 : value.length,
                                null,
                                value,
                                new RecordHeaders(),
                                Optional.empty()),
                        new ListCollector<>(read));
        return read.get(0);
    }
}
