package io.ullage.service.node;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import io.ullage.service.store.ReportRows;
import io.ullage.service.store.StoreConnection;
import io.ullage.service.web.WebPart;
import io.ullage.service.web.WebSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sun.misc.Signal;

/** {@code ullage console}. */
@Command(
        name = "console",
        description = {
            "Serve the console and REST of a store, such as that of a cluster. A node serves its own by itself.",
            "",
            "Files in the data directory say who may come (access.yaml, console-tokens.json) and what bytes cost (rates.yaml)."
        },
        subcommands = {TokenCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  ullage console --clickhouse jdbc:clickhouse://db.example:8123/ullage --user ullage --password-file secret",
            "  ullage console token add alice --role operator",
            "  ullage console --clickhouse jdbc:clickhouse://db.example:8123/ullage --user ullage --password-file secret \\",
            "                 --listen 0.0.0.0"
        })
public final class ConsoleCommand implements Callable<Integer> {
    private final List<WebPart.Factory> pages;
    private final CountDownLatch stop = new CountDownLatch(1);

    @Mixin
    private StoreChoice store = new StoreChoice();

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            defaultValue = WebSettings.LOOPBACK,
            description = "Beyond loopback only with access configured: docs/access.md (default: ${DEFAULT-VALUE}).")
    private String listen = WebSettings.LOOPBACK;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8480",
            description = "Default: ${DEFAULT-VALUE}; 0 takes a free one.")
    private int port = WebSettings.STANDARD_PORT;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** @param pages what is served */
    public ConsoleCommand(List<WebPart.Factory> pages) {
        this.pages = List.copyOf(pages);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port < 0 || port > 0xffff) {
            throw CommandException.usage("--port: must be from 0 to 65535, was " + port, null);
        }
        StoreConnection reader = store.connection();
        StoreConnection writer = store.writerConnection();
        requireStore(reader);
        for (String name : new String[] {"INT", "TERM", "HUP"}) {
            Signal.handle(new Signal(name), signal -> stop.countDown());
        }
        WebSettings settings = new WebSettings(listen, port, store.dataDirectory());
        try (NodeConsole console =
                NodeConsole.start(settings, reader, writer, Clock.systemUTC(), pages, new PrometheusRegistry())) {
            PrintWriter out = spec.commandLine().getOut();
            out.println("Console  " + console.url() + "/  (REST under /api/v1), of " + reader.url());
            out.println("Ctrl-C stops.");
            out.flush();
            stop.await();
        }
        return ExitCode.OK;
    }

    /** A console of errors helps nobody: what is wrong with the store is told before it starts. */
    private static void requireStore(StoreConnection store) {
        try {
            ReportRows.of(store, "SELECT 1");
        } catch (SQLException e) {
            throw CommandException.failed(
                    store.url() + ": " + e.getMessage(), "Is it up, and are --user and --password-file right?", e);
        }
    }
}
