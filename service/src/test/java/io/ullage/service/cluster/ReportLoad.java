package io.ullage.service.cluster;

import io.ullage.schema.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Reports of {@value #HOSTS} hosts with {@value #VOLUMES_OF_HOST} volumes each, one interval after the other, until it is closed; and what
 * must stand in the store for them, worked out without the product.
 */
final class ReportLoad implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofSeconds(10);
    static final String SOURCE = "fault-test";

    private static final int HOSTS = 4;
    private static final int VOLUMES_OF_HOST = 25;
    private static final Duration PACE = Duration.ofMillis(200);

    private final Instant first = Instant.now().minus(24, ChronoUnit.HOURS).truncatedTo(ChronoUnit.HOURS);
    private final AtomicBoolean wanted = new AtomicBoolean(true);
    private final AtomicInteger intervals = new AtomicInteger();
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();
    private final String bootstrapServers;
    private final Thread sender = new Thread(this::send, "report-load");

    private ReportLoad(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    static ReportLoad start(String bootstrapServers) {
        ReportLoad load = new ReportLoad(bootstrapServers);
        load.sender.start();
        return load;
    }

    /** @param rows one per volume and interval */
    record Totals(long rows, long provisioned, long allocated, long written) {}

    Totals truth() {
        long provisioned = 0;
        long allocated = 0;
        int upTo = intervals.get();
        for (int host = 0; host < HOSTS; host++) {
            for (int volume = 0; volume < VOLUMES_OF_HOST; volume++) {
                for (int interval = 0; interval < upTo; interval++) {
                    provisioned += provisioned(host, volume);
                    allocated += allocated(host, volume, interval);
                }
            }
        }
        long rows = (long) HOSTS * VOLUMES_OF_HOST * upTo;
        return new Totals(rows, provisioned, allocated, allocated - 4096 * rows);
    }

    long reports() {
        return (long) HOSTS * intervals.get();
    }

    /** Begin of the interval that is sent next. */
    Instant now() {
        return first.plus(INTERVAL.multipliedBy(intervals.get()));
    }

    private void send() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "acks",
                "all",
                "enable.idempotence",
                true,
                "delivery.timeout.ms",
                600_000,
                "max.block.ms",
                600_000);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            while (wanted.get()) {
                int interval = intervals.get();
                for (int host = 0; host < HOSTS; host++) {
                    sent.add(producer.send(
                            new ProducerRecord<>(Topic.REPORTS.topicName(), agent(host), report(host, interval))));
                }
                intervals.incrementAndGet();
                LockSupport.parkNanos(PACE.toNanos());
            }
        }
    }

    /** JSON, as a script may send it. */
    private String report(int host, int interval) {
        String volumes = IntStream.range(0, VOLUMES_OF_HOST)
                .mapToObj(volume -> volume(host, volume, interval))
                .collect(Collectors.joining(","));
        return """
                {"version": 1, "sequence": %d, "part": 0, "parts": 1, "time": "%s", "readings": [%s],
                 "agent": {"id": "%s", "role": "HOST", "hostId": "host-%d", "hostName": "h", "softwareVersion": "test"}}""".formatted(interval, first.plus(INTERVAL.multipliedBy(interval)), volumes, agent(host), host);
    }

    private static String agent(int host) {
        return "fault-" + host;
    }

    private static String volume(int host, int volume, int interval) {
        long allocated = allocated(host, volume, interval);
        return """
                {"kind": "volume", "source": "%s", "volumeId": "fault-volume-%d-%d", "name": "v", "format": "raw",
                 "provisioning": "THIN", "use": "DISK", "poolId": "fault-pool-%d", "provisionedBytes": %d,
                 "allocatedBytes": %d, "writtenBytes": %d, "inUse": true}""".formatted(SOURCE, host, volume, host, provisioned(host, volume), allocated, allocated - 4096);
    }

    private static long provisioned(int host, int volume) {
        return (10L + host * VOLUMES_OF_HOST + volume) << 30;
    }

    private static long allocated(int host, int volume, int interval) {
        return (1L << 30) + (long) interval * (1 << 20) + volume * 65_536L + host * 4096L;
    }

    /** Stops, and returns when every report is acknowledged. */
    void finish() throws Exception {
        close();
        for (Future<RecordMetadata> each : sent) {
            each.get();
        }
    }

    @Override
    public void close() throws InterruptedException {
        wanted.set(false);
        sender.join();
    }
}
