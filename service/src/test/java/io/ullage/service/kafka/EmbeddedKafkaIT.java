package io.ullage.service.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.service.process.Eventually;
import io.ullage.service.process.Supervisor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kafka")
class EmbeddedKafkaIT {
    private static final String TOPIC = "records";

    @TempDir
    Path data;

    @Test
    void keepsAcknowledgedRecordsOverAKillAndARestart() throws Exception {
        int port;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data, 0)) {
            port = kafka.port();
            createTopic(kafka);
            produce(kafka, 0, 500);

            ProcessHandle.of(kafka.supervisor().pid().orElseThrow())
                    .orElseThrow()
                    .destroyForcibly();
            Eventually.await(
                    "the broker's return",
                    Duration.ofSeconds(60),
                    () -> kafka.supervisor().restarts() == 1
                            && kafka.supervisor().state() == Supervisor.State.READY);
            produce(kafka, 500, 1000);
            assertThat(consume(kafka, 1000)).hasSize(1000).doesNotHaveDuplicates();
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data, port)) {
            assertThat(kafka.port()).isEqualTo(port);
            assertThat(consume(kafka, 1000)).hasSize(1000).doesNotHaveDuplicates();
        }
        assertThat(bytesOf(data.resolve("kafka"))).isLessThan(32L << 20);
    }

    @Test
    void keepsOldRecordsAndStampsThemOnArrival() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data, 0)) {
            createTopic(kafka);
            long before = System.currentTimeMillis();
            try (KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
                producer.send(new ProducerRecord<>(TOPIC, 0, 1L, null, new byte[] {1}))
                        .get();
            }
            try (KafkaConsumer<byte[], byte[]> consumer = consumer(kafka)) {
                assertThat(poll(consumer, 1).get(0).timestamp()).isBetween(before, System.currentTimeMillis());
            }
        }
    }

    @Test
    void takesALargeMessage() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data, 0)) {
            createTopic(kafka);
            byte[] large = new byte[10 * 1024 * 1024];
            try (KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
                producer.send(new ProducerRecord<>(TOPIC, large)).get();
            }
            try (KafkaConsumer<byte[], byte[]> consumer = consumer(kafka)) {
                assertThat(poll(consumer, 1).get(0).value()).hasSize(large.length);
            }
        }
    }

    private static void createTopic(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(EmbeddedKafka kafka) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "acks",
                "all",
                "max.request.size",
                EmbeddedKafka.MAX_MESSAGE_BYTES);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static KafkaConsumer<byte[], byte[]> consumer(EmbeddedKafka kafka) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest");
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(new TopicPartition(TOPIC, 0)));
        return consumer;
    }

    private static void produce(EmbeddedKafka kafka, int from, int to) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
            for (int i = from; i < to; i++) {
                producer.send(new ProducerRecord<>(TOPIC, Integer.toString(i).getBytes(StandardCharsets.UTF_8)));
            }
            producer.flush();
        }
    }

    private static List<String> consume(EmbeddedKafka kafka, int count) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(kafka)) {
            return poll(consumer, count).stream()
                    .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                    .toList();
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> poll(KafkaConsumer<byte[], byte[]> consumer, int count) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (records.size() < count && System.nanoTime() < deadline) {
            consumer.poll(Duration.ofMillis(200)).forEach(records::add);
        }
        return records;
    }

    private static long bytesOf(Path directory) throws Exception {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
