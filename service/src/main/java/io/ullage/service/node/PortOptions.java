package io.ullage.service.node;

import io.ullage.service.output.CommandException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The ports of a node on 127.0.0.1. A picocli mixin. */
final class PortOptions {
    static final String KAFKA = "--kafka-port";
    static final String CLICKHOUSE = "--clickhouse-port";
    static final String FLINK = "--flink-port";
    static final String FLINK_METRICS = "--flink-metrics-port";
    static final String AGENT_METRICS = "--agent-metrics-port";
    static final String CONSOLE = "--console-port";

    private static final String DESCRIPTION = "Default: ${DEFAULT-VALUE}; 0 takes a free one.";

    @Option(names = KAFKA, paramLabel = "PORT", defaultValue = "9092", description = DESCRIPTION)
    private int kafka;

    @Option(names = CLICKHOUSE, paramLabel = "PORT", defaultValue = "8123", description = DESCRIPTION)
    private int clickHouse;

    @Option(names = FLINK, paramLabel = "PORT", defaultValue = "8081", description = DESCRIPTION)
    private int flink;

    @Option(names = FLINK_METRICS, paramLabel = "PORT", defaultValue = "9249", description = DESCRIPTION)
    private int flinkMetrics;

    @Option(names = AGENT_METRICS, paramLabel = "PORT", defaultValue = "9469", description = DESCRIPTION)
    private int agentMetrics;

    @Option(names = CONSOLE, paramLabel = "PORT", defaultValue = "8480", description = DESCRIPTION)
    private int console;

    NodeSettings.Ports ports() {
        byOption().forEach(PortOptions::check);
        return new NodeSettings.Ports(kafka, clickHouse, flink, flinkMetrics, agentMetrics, console);
    }

    Map<String, Integer> byOption() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put(KAFKA, kafka);
        ports.put(CLICKHOUSE, clickHouse);
        ports.put(FLINK, flink);
        ports.put(FLINK_METRICS, flinkMetrics);
        ports.put(AGENT_METRICS, agentMetrics);
        ports.put(CONSOLE, console);
        return ports;
    }

    private static void check(String option, int port) {
        if (port < 0 || port > 0xffff) {
            throw CommandException.usage(option + ": must be from 0 to 65535, was " + port, null);
        }
    }
}
