package io.ullage.service.simulate;

import io.ullage.service.node.NodeFile;
import io.ullage.service.output.CommandException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the broker is. */
final class KafkaOptions {
    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "A Kafka broker (default: that of the node that runs on this machine).")
    private @Nullable String bootstrap;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Of the node on this machine (default: $XDG_DATA_HOME/ullage or ~/.local/share/ullage).")
    private Path data = NodeFile.standardDataDirectory();

    String bootstrap() throws IOException {
        if (bootstrap != null) {
            return bootstrap;
        }
        Path directory = data.toAbsolutePath().normalize();
        return NodeFile.ofRunning(directory)
                .orElseThrow(() -> CommandException.notRunning(
                        "no node runs on " + directory,
                        "Start one with 'ullage up', name its directory with --data, or a broker with --bootstrap."))
                .kafkaBootstrapServers();
    }
}
