package io.ullage.service.node;

import io.ullage.agent.content.DomainKey;
import io.ullage.service.process.ChildSpec;
import io.ullage.service.process.LoopbackPort;
import io.ullage.service.process.Supervisor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The agent for this machine, in a supervised child JVM: both roles, the host role over the watched images. */
final class NodeAgent {
    private static final Duration READY_WITHIN = Duration.ofSeconds(30);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);
    private static final String HOST = "127.0.0.1";

    private final Supervisor supervisor;
    private final int metricsPort;

    private NodeAgent(Supervisor supervisor, int metricsPort) {
        this.supervisor = supervisor;
        this.metricsPort = metricsPort;
    }

    static NodeAgent start(NodeSettings settings, String bootstrapServers) throws IOException, InterruptedException {
        int metricsPort = LoopbackPort.orFree(settings.ports().agentMetrics());
        Path keyFile = settings.dataDirectory().resolve("dedup.key");
        makeKey(keyFile);
        ChildSpec spec = new ChildSpec(
                "agent",
                AgentChild.class.getName(),
                List.of("-Xms16m", "-Xmx128m", "-XX:+ExitOnOutOfMemoryError", compiler(settings)),
                settings.dataDirectory(),
                Map.of(
                        AgentChild.STATE_DIRECTORY,
                        settings.dataDirectory().resolve("agent").toString(),
                        AgentChild.BOOTSTRAP_SERVERS,
                        bootstrapServers,
                        AgentChild.INTERVAL_MILLIS,
                        Long.toString(settings.interval().toMillis()),
                        AgentChild.METRICS_PORT,
                        Integer.toString(metricsPort),
                        AgentChild.KEY_FILE,
                        keyFile.toString(),
                        AgentChild.WATCH,
                        settings.watch().stream().map(Path::toString).collect(Collectors.joining("\n"))));
        Supervisor supervisor = new Supervisor(spec, READY_WITHIN, STOP_WITHIN);
        supervisor.start();
        return new NodeAgent(supervisor, metricsPort);
    }

    /** Hashing what images hold needs the optimising compiler, which has SHA-256 in hardware; without images it is only memory. */
    private static String compiler(NodeSettings settings) {
        return settings.watch().isEmpty() ? "-XX:TieredStopAtLevel=1" : "-XX:TieredStopAtLevel=4";
    }

    /** Once: with another key, what was sampled before could not be compared any more. */
    private static void makeKey(Path keyFile) throws IOException {
        if (!Files.exists(keyFile)) {
            DomainKey.create(keyFile);
        }
    }

    URI metricsUrl() {
        return URI.create("http://" + HOST + ":" + metricsPort + "/metrics");
    }

    Supervisor supervisor() {
        return supervisor;
    }
}
