package io.ullage.service.node;

import io.ullage.agent.Agent;
import io.ullage.agent.AgentConfig;
import io.ullage.agent.AgentConfig.Kafka;
import io.ullage.agent.AgentConfig.Metrics;
import io.ullage.agent.content.Dedup;
import io.ullage.agent.image.ImageSearch;
import io.ullage.schema.telemetry.AgentRole;
import io.ullage.service.process.ParentLink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The agent's process: what this machine sees of its disks, and the images that it keeps for others. */
final class AgentChild {
    static final String STATE_DIRECTORY = "stateDirectory";
    static final String BOOTSTRAP_SERVERS = "bootstrapServers";
    static final String INTERVAL_MILLIS = "intervalMillis";
    static final String METRICS_PORT = "metricsPort";
    static final String WATCH = "watch";
    static final String KEY_FILE = "keyFile";

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration COLLECTOR_TIMEOUT = Duration.ofMinutes(2);
    private static final List<Path> LIBVIRT = List.of(Path.of("/etc/libvirt/qemu"));

    private AgentChild() {}

    public static void main(String[] args) {
        ParentLink.attach(AgentChild::serve);
    }

    private static void serve(ParentLink parent) throws Exception {
        try (Agent agent = Agent.start(config(parent))) {
            parent.ready(
                    Map.of(METRICS_PORT, Integer.toString(agent.metricsPort().orElseThrow())));
            parent.awaitStop();
        }
    }

    private static AgentConfig config(ParentLink parent) {
        Duration interval = Duration.ofMillis(Long.parseLong(parent.setting(INTERVAL_MILLIS)));
        List<Path> watch = parent.setting(WATCH).lines().map(Path::of).toList();
        ImageSearch usual = ImageSearch.in(watch);
        ImageSearch images = new ImageSearch(
                usual.paths(),
                usual.names(),
                usual.maxDepth(),
                usual.maxFiles(),
                LIBVIRT.stream().filter(Files::isDirectory).toList(),
                usual.attachments());
        // Without jitter: one agent need not be kept apart from others, and every interval gets its reading.
        AgentConfig config = AgentConfig.standard(Path.of(parent.setting(STATE_DIRECTORY)))
                .withRoles(watch.isEmpty() ? EnumSet.of(AgentRole.GUEST) : EnumSet.allOf(AgentRole.class))
                .withTimes(interval, Duration.ZERO, COLLECTOR_TIMEOUT)
                .withImages(images)
                .withKafka(Kafka.at(Stream.of(parent.setting(BOOTSTRAP_SERVERS)).toList()))
                .withMetrics(new Metrics(true, LOOPBACK, Integer.parseInt(parent.setting(METRICS_PORT))));
        return watch.isEmpty() ? config : config.withDedup(Dedup.standard(Path.of(parent.setting(KEY_FILE))));
    }
}
