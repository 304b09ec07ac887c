package io.ullage.service.node;

import io.ullage.service.kafka.ClientProperties;
import io.ullage.service.output.CommandException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which broker a command talks to: that of the node on this machine, or another one. A picocli mixin. */
public final class BrokerChoice {
    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "A Kafka broker (default: that of the node that runs on this machine).")
    private @Nullable String bootstrap;

    @Option(
            names = "--kafka-properties",
            paramLabel = "FILE",
            description =
                    "With --bootstrap: settings of the client that begin with security., sasl. or ssl.; mode 0600.")
    private @Nullable Path properties;

    /** Whether the command line names one. */
    public boolean isNamed() {
        return bootstrap != null;
    }

    /**
     * What a client is given.
     *
     * @param dataDirectory of the node on this machine
     * @throws CommandException if no broker is named and no node runs, or the file is wrong
     */
    public Map<String, String> clientSettings(Path dataDirectory) throws IOException {
        if (bootstrap == null && properties != null) {
            throw CommandException.usage("--kafka-properties: must stand with --bootstrap, was " + properties, null);
        }
        return ClientProperties.of(bootstrap == null ? ofNode(dataDirectory) : bootstrap, properties);
    }

    private static String ofNode(Path dataDirectory) throws IOException {
        Path directory = dataDirectory.toAbsolutePath().normalize();
        return NodeFile.ofRunning(directory)
                .orElseThrow(() -> CommandException.notRunning(
                        "no node runs on " + directory,
                        "Start one with 'ullage up', name its directory with --data, or a broker with --bootstrap."))
                .kafkaBootstrapServers();
    }
}
