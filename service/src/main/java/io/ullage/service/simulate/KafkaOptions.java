package io.ullage.service.simulate;

import io.ullage.service.output.CommandException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the broker is. */
final class KafkaOptions {
    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "A Kafka broker (default: that of the node that runs on this machine).")
    private @Nullable String bootstrap;

    String bootstrap() {
        if (bootstrap == null) {
            throw CommandException.notRunning(
                    "--bootstrap: must be given", "Name a Kafka broker: --bootstrap HOST:PORT");
        }
        return bootstrap;
    }
}
