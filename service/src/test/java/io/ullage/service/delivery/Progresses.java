package io.ullage.service.delivery;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What the broker keeps of a target's progress. */
final class Progresses {
    private Progresses() {}

    static Map<TopicPartition, OffsetAndMetadata> of(ToldTopic topic, String target) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", topic.bootstrapServers()))) {
            Map<TopicPartition, OffsetAndMetadata> kept = admin.listConsumerGroupOffsets("ullage.delivery." + target)
                    .partitionsToOffsetAndMetadata()
                    .get(30, TimeUnit.SECONDS);
            kept.keySet().removeIf(partition -> !partition.topic().equals(topic.name()));
            return kept;
        }
    }
}
