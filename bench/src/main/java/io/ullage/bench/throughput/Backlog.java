package io.ullage.bench.throughput;

import io.ullage.schema.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What a consumer group has yet to read of the reports, by the offsets that its checkpoints commit. */
final class Backlog implements AutoCloseable {
    private static final long POLL_MILLIS = 100;

    private final Admin admin;
    private final String group;

    private Backlog(Admin admin, String group) {
        this.admin = admin;
        this.group = group;
    }

    /** A group that has read everything that is there now. */
    static Backlog fromNow(String bootstrapServers, String group) throws ExecutionException, InterruptedException {
        Backlog backlog = new Backlog(Admin.create(Map.of("bootstrap.servers", bootstrapServers)), group);
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        backlog.ends().forEach((partition, end) -> committed.put(partition, new OffsetAndMetadata(end)));
        backlog.admin.alterConsumerGroupOffsets(group, committed).all().get();
        return backlog;
    }

    void awaitWorkedOff(Duration patience) throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (messages() > 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(messages() + " messages are left after " + patience);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private long messages() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        long left = 0;
        for (Map.Entry<TopicPartition, Long> end : ends().entrySet()) {
            OffsetAndMetadata read = committed.get(end.getKey());
            left += end.getValue() - (read == null ? 0 : read.offset());
        }
        return left;
    }

    private Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        IntStream.range(0, Topic.REPORTS.partitions())
                .forEach(number ->
                        latest.put(new TopicPartition(Topic.REPORTS.topicName(), number), OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(latest).all().get().forEach((partition, info) -> ends.put(partition, info.offset()));
        return ends;
    }

    @Override
    public void close() {
        admin.close();
    }
}
