package io.ullage.service.exporter;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.ullage.service.metrics.MetricsServer;
import io.ullage.service.node.StoreChoice;
import io.ullage.service.output.DurationText;
import io.ullage.service.output.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sun.misc.Signal;

/** {@code ullage exporter}. */
@Command(
        name = "exporter",
        description = {
            "Serve the capacity figures to Prometheus, under OpenTelemetry's names, until it is stopped.",
            "",
            "Each pool always, each volume with --volumes: some twelve series a volume."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ullage exporter",
            "  ullage exporter --volumes --port 9471",
            "  ullage exporter --listen 192.0.2.7 --clickhouse jdbc:clickhouse://db.example:8123/ullage --user reader \\",
            "                  --password-file secret"
        })
public final class ExporterCommand implements Callable<Integer> {
    /** Two scrapers, or a page that is reloaded, ask the store once. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Where to listen (default: ${DEFAULT-VALUE}). Whoever reaches it reads the figures of all.")
    private String listen = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "9470",
            description = "Default: ${DEFAULT-VALUE}; 0 takes a free one.")
    private int port;

    @Option(names = "--volumes", description = "Each volume, too.")
    private boolean volumes;

    @Option(
            names = "--fresh",
            paramLabel = "TIME",
            defaultValue = "3h",
            converter = DurationText.class,
            description = "What was not read for longer is left out (default: ${DEFAULT-VALUE}).")
    private Duration fresh = Duration.ofHours(3);

    @Mixin
    private StoreChoice store = new StoreChoice();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        for (String name : new String[] {"INT", "TERM", "HUP"}) {
            Signal.handle(new Signal(name), signal -> stop.countDown());
        }
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new CapacityCollector(store.connection(), volumes, fresh, KEPT, Clock.systemUTC()));
        try (MetricsServer server = MetricsServer.start(listen, port, registry)) {
            PrintWriter out = spec.commandLine().getOut();
            out.printf("Capacity figures on %s%n", server.url());
            out.flush();
            stop.await();
        }
        return ExitCode.OK;
    }
}
