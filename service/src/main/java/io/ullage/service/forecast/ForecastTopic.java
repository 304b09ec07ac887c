package io.ullage.service.forecast;

import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.forecast.Forecast;
import io.ullage.schema.topic.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topic that alert rules read forecasts from. */
final class ForecastTopic {
    private static final long WAIT_SECONDS = 30;

    private final String bootstrapServers;
    private final String topic;

    ForecastTopic(String bootstrapServers) {
        this(bootstrapServers, Topic.FORECASTS.topicName());
    }

    /** Of another name. */
    ForecastTopic(String bootstrapServers, String topic) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
    }

    /** Returns when the broker has all of them. */
    void publish(List<Forecast> forecasts) throws IOException, InterruptedException {
        TelemetryCodec codec = new TelemetryCodec();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "max.block.ms", WAIT_SECONDS * 1000);
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            for (Forecast forecast : forecasts) {
                byte[] key = forecast.entityId().getBytes(StandardCharsets.UTF_8);
                sent.add(producer.send(new ProducerRecord<>(topic, key, codec.encode(forecast))));
            }
            for (Future<?> one : sent) {
                one.get(WAIT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new IOException("forecasts cannot be written to " + bootstrapServers + ": " + e.getMessage(), e);
        }
    }
}
