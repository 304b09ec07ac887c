package io.ullage.service.delivery;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.ullage.service.kafka.ClientProperties;
import io.ullage.service.node.NodeFile;
import io.ullage.service.node.NodeService;
import io.ullage.service.output.CommandException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Delivery as a part of the node: with {@code --deliver}, or when its data directory has a {@code delivery.yaml}. */
public final class DeliveryService implements NodeService {
    @Option(
            names = "--deliver",
            paramLabel = "FILE",
            description =
                    "Where alerts are delivered to (default: delivery.yaml in the data directory, if it is there).")
    private @Nullable Path file;

    private @Nullable DeliverySettings settings;

    /** As the command line says. */
    public DeliveryService() {
        this(null);
    }

    DeliveryService(@Nullable Path file) {
        this.file = file;
    }

    /** As by {@code --deliver}. */
    public static DeliveryService by(Path file) {
        return new DeliveryService(file);
    }

    @Override
    public void prepare(Path dataDirectory) throws IOException {
        Path named = file == null ? dataDirectory.resolve(DeliverySettingsReader.FILE_NAME) : file;
        if (file != null && !Files.exists(named)) {
            throw CommandException.usage(
                    "--deliver: must exist, was " + named, "'ullage deliver --sample' prints one.");
        }
        settings = Files.exists(named) ? DeliverySettingsReader.read(named) : null;
    }

    @Override
    public Running start(NodeFile node, PrometheusRegistry metrics) throws IOException {
        DeliverySettings wanted = settings;
        if (wanted == null) {
            return () -> {};
        }
        String own = node.consoleUrl();
        URI console = wanted.console() == null && own != null ? URI.create(own) : wanted.console();
        Delivery delivery = Delivery.start(
                new DeliverySettings(console, wanted.commands(), wanted.retry(), wanted.targets()),
                ClientProperties.of(node.kafkaBootstrapServers(), null),
                node::readerStore,
                metrics,
                Clock.systemUTC());
        return delivery::close;
    }
}
