package io.ullage.service.kafka;

import io.ullage.schema.topic.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;

/** Ullage's topics on a broker. */
public final class Topics {
    private Topics() {}

    /**
     * Creates the topics that are missing and gives those that are there the settings of this version.
     *
     * @return the names of those that were created
     */
    public static List<String> create(String bootstrapServers, short replicationFactor)
            throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            Set<String> there = admin.listTopics().names().get();
            List<NewTopic> missing = Arrays.stream(Topic.values())
                    .filter(topic -> !there.contains(topic.topicName()))
                    .map(topic -> new NewTopic(topic.topicName(), topic.partitions(), replicationFactor)
                            .configs(topic.settings()))
                    .toList();
            admin.createTopics(missing).all().get();
            alter(admin, there);
            return missing.stream().map(NewTopic::name).toList();
        }
    }

    private static void alter(Admin admin, Set<String> there) throws ExecutionException, InterruptedException {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new LinkedHashMap<>();
        for (Topic topic : Topic.values()) {
            if (there.contains(topic.topicName())) {
                List<AlterConfigOp> settings = new ArrayList<>();
                topic.settings()
                        .forEach((name, value) -> settings.add(
                                new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
                changes.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()), settings);
            }
        }
        if (!changes.isEmpty()) {
            admin.incrementalAlterConfigs(changes).all().get();
        }
    }
}
