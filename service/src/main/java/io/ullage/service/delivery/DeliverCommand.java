package io.ullage.service.delivery;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.ullage.service.kafka.ClientProperties;
import io.ullage.service.metrics.MetricsServer;
import io.ullage.service.node.BrokerChoice;
import io.ullage.service.node.StoreChoice;
import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import io.ullage.service.store.StoreConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sun.misc.Signal;

/** {@code ullage deliver}. */
@Command(
        name = "deliver",
        description = {
            "Tell alerts to Alertmanager, a webhook or by mail, until it is stopped.",
            "",
            "A node does so by itself when it has a delivery.yaml. Run one process per file: a second one tells all twice.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ullage deliver --sample > delivery.yaml",
            "  ullage deliver --config delivery.yaml --check",
            "  ullage deliver --config delivery.yaml --bootstrap kafka.example:9093 --kafka-properties kafka.properties"
        })
public final class DeliverCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Where alerts go; --sample prints one with every key.")
    private @Nullable Path config;

    @Option(names = "--check", description = "Only say whether the file is right.")
    private boolean check;

    @Option(names = "--sample", description = "Print a file with every key, and do nothing else.")
    private boolean sample;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "Serve metrics for Prometheus on this port of 127.0.0.1; 0 takes a free one (default: none).")
    private @Nullable Integer metricsPort;

    @Mixin
    private BrokerChoice broker = new BrokerChoice();

    @Mixin
    private StoreChoice store = new StoreChoice();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (sample) {
            out.print(DeliverySettingsReader.sampleText());
            out.flush();
            return ExitCode.OK;
        }
        if (config == null) {
            throw CommandException.usage(
                    "--config: must be present", "'ullage deliver --sample' prints one with every key.");
        }
        DeliverySettings settings = DeliverySettingsReader.read(config);
        if (check) {
            out.printf("%d targets are right: %s%n", settings.targets().size(), names(settings));
            out.flush();
            return ExitCode.OK;
        }
        return deliver(settings, out);
    }

    private int deliver(DeliverySettings settings, PrintWriter out) throws IOException, InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        for (String name : new String[] {"INT", "TERM", "HUP"}) {
            Signal.handle(new Signal(name), signal -> stop.countDown());
        }
        PrometheusRegistry registry = new PrometheusRegistry();
        Map<String, String> kafka = broker.clientSettings(store.dataDirectory());
        try (MetricsServer metrics = metricsPort == null ? null : MetricsServer.start(metricsPort, registry);
                Delivery delivery = Delivery.start(settings, kafka, facts(), registry, Clock.systemUTC())) {
            out.printf("Delivering alerts of %s to %s%n", kafka.get(ClientProperties.BOOTSTRAP), names(settings));
            if (metrics != null) {
                out.printf("Metrics on %s%n", metrics.url());
            }
            out.flush();
            stop.await();
        }
        return ExitCode.OK;
    }

    /** With a broker of its own and no store, messages have neither forecast nor recommendation. */
    private @Nullable Supplier<StoreConnection> facts() throws IOException {
        if (broker.isNamed() && !store.isNamed()) {
            return null;
        }
        StoreConnection connection = store.connection();
        return () -> connection;
    }

    private static String names(DeliverySettings settings) {
        return String.join(", ", settings.targets().stream().map(Target::name).toList());
    }
}
