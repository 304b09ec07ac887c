package io.ullage.service.kafka;

import io.ullage.service.process.OwnerOnlyFile;
import io.ullage.service.process.ParentLink;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker's process. */
final class KafkaChild {
    static final String DIRECTORY = "directory";
    static final String HOST = "host";
    static final String PORT = "port";
    static final String CONTROLLER_PORT = "controllerPort";

    private static final Logger LOG = LoggerFactory.getLogger(KafkaChild.class);
    private static final int NODE_ID = 1;
    private static final String SEGMENT_BYTES = Integer.toString(32 * 1024 * 1024);
    private static final String INDEX_BYTES = Integer.toString(512 * 1024);

    private KafkaChild() {}

    public static void main(String[] args) {
        ParentLink.attach(KafkaChild::serve);
    }

    private static void serve(ParentLink parent) throws Exception {
        Path directory = Path.of(parent.setting(DIRECTORY));
        format(directory);
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings(parent, directory)), Time.SYSTEM);
        server.startup();
        parent.ready(Map.of(PORT, parent.setting(PORT)));
        parent.awaitStop();
        server.shutdown();
        server.awaitShutdown();
    }

    /** Makes a new broker's directory; leaves one that is formatted as it is. */
    private static void format(Path directory) throws Exception {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        OwnerOnlyFile.createDirectory(directory);
        LOG.info("Formatting {}", directory);
        new Formatter()
                .setPrintStream(new PrintStream(System.out, true, StandardCharsets.UTF_8))
                .setNodeId(NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(directory.toString())
                .addDirectory(directory.toString())
                .run();
    }

    private static Properties settings(ParentLink parent, Path directory) {
        String broker = parent.setting(HOST) + ":" + parent.setting(PORT);
        String controller = parent.setting(HOST) + ":" + parent.setting(CONTROLLER_PORT);
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("listeners", "PLAINTEXT://" + broker + ",CONTROLLER://" + controller);
        settings.put("advertised.listeners", "PLAINTEXT://" + broker);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("controller.quorum.voters", NODE_ID + "@" + controller);
        settings.put("log.dirs", directory.toString());

        // One broker: nothing to replicate to.
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        // Who delivers alerts may be away for as long as the topic keeps them.
        settings.put(
                "offsets.retention.minutes", Long.toString(Duration.ofDays(31).toMinutes()));
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("auto.create.topics.enable", "false");
        settings.put("group.initial.rebalance.delay.ms", "0");

        settings.put("message.max.bytes", Integer.toString(EmbeddedKafka.MAX_MESSAGE_BYTES));
        settings.put("socket.request.max.bytes", Integer.toString(2 * EmbeddedKafka.MAX_MESSAGE_BYTES));
        // Retention goes by the record's time; an event's time is whenever the agent read it.
        settings.put("log.message.timestamp.type", "LogAppendTime");

        // A small machine: little preallocated, little cached, few threads.
        settings.put("log.segment.bytes", SEGMENT_BYTES);
        settings.put("log.index.size.max.bytes", INDEX_BYTES);
        settings.put("metadata.log.segment.bytes", Integer.toString(8 * 1024 * 1024));
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 * 1024 * 1024));
        settings.put("log.cleaner.threads", "1");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        settings.put("num.recovery.threads.per.data.dir", "2");
        settings.put("controlled.shutdown.enable", "true");

        Properties properties = new Properties();
        properties.putAll(settings);
        return properties;
    }
}
