package io.ullage.service.node;

import io.ullage.service.process.ParentLink;
import java.util.Map;

/** The agent's process. */
final class AgentChild {
    static final String STATE_DIRECTORY = "stateDirectory";
    static final String BOOTSTRAP_SERVERS = "bootstrapServers";
    static final String INTERVAL_MILLIS = "intervalMillis";
    static final String METRICS_PORT = "metricsPort";
    static final String WATCH = "watch";

    private AgentChild() {}

    public static void main(String[] args) {
        ParentLink.attach(AgentChild::serve);
    }

    private static void serve(ParentLink parent) throws Exception {
        parent.ready(Map.of());
        parent.awaitStop();
    }
}
