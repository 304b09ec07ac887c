package io.ullage.service.node;

import io.ullage.service.flink.EmbeddedFlink;
import io.ullage.service.output.CommandException;
import io.ullage.service.output.DurationText;
import io.ullage.service.output.ExitCode;
import io.ullage.service.output.Terminal;
import io.ullage.service.web.WebPart;
import io.ullage.service.web.WebSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sun.misc.Signal;

/** {@code ullage up}. */
@Command(
        name = "up",
        description = {
            "Run everything on this machine: Kafka, Flink, ClickHouse and an agent.",
            "",
            "All of it listens on 127.0.0.1 and keeps its data in one directory. Ctrl-C or SIGTERM stops in order;"
                    + " the next start goes on where this one stopped."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ullage up                                   this machine, and images where hypervisors keep them",
            "  ullage up --watch /srv/images --interval 15s",
            "  ullage up --data /tmp/try --kafka-port 0 --clickhouse-port 0 --flink-port 0 \\",
            "            --flink-metrics-port 0 --agent-metrics-port 0     a second node beside the first"
        })
public final class UpCommand implements Callable<Integer> {
    /** Smaller ones end while the jobs start. */
    private static final int LEAST_FLINK_HEAP = 256;

    private static final Duration LIVE_EVERY = Duration.ofSeconds(2);

    private final Terminal terminal;
    private final List<NodeRoutine> routines;
    private final List<WebPart.Factory> pages;
    private final List<NodeService> services;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where everything is kept (default: $XDG_DATA_HOME/ullage or ~/.local/share/ullage).")
    private Path data = NodeFile.standardDataDirectory();

    @Option(
            names = "--watch",
            paramLabel = "PATH",
            arity = "1..*",
            description = "Disk images, or directories of them, to read (default: those of libvirt, Proxmox, OpenStack,"
                    + " GNOME Boxes and VirtualBox, where they are).")
    private List<Path> watch = new ArrayList<>();

    @Parameters(hidden = true, arity = "0..*")
    private List<String> unexpected = new ArrayList<>();

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = DurationText.class,
            description = "From one reading to the next (default: ${DEFAULT-VALUE}).")
    private Duration interval = Duration.ofSeconds(30);

    @Option(
            names = "--checkpoint",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = DurationText.class,
            description = "From one Flink checkpoint to the next (default: ${DEFAULT-VALUE}).")
    private Duration checkpoint = Duration.ofSeconds(5);

    @Option(
            names = "--flink-heap",
            paramLabel = "MIB",
            defaultValue = "" + EmbeddedFlink.Options.DEFAULT_HEAP_MEGABYTES,
            description = "Heap of the jobs (default: ${DEFAULT-VALUE}, for some 10,000 volumes; 4096 for 100,000).")
    private int flinkHeap = EmbeddedFlink.Options.DEFAULT_HEAP_MEGABYTES;

    @Option(
            names = "--summary",
            paramLabel = "TIME",
            defaultValue = "1m",
            converter = DurationText.class,
            description = "From one line about what flows to the next, where the output is no terminal"
                    + " (default: ${DEFAULT-VALUE}).")
    private Duration summary = Duration.ofMinutes(1);

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            defaultValue = WebSettings.LOOPBACK,
            description = "Where the console is served (default: ${DEFAULT-VALUE}). Beyond loopback only with access"
                    + " configured: docs/access.md.")
    private String listen = WebSettings.LOOPBACK;

    @Mixin
    private final PortOptions ports = new PortOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicBoolean running = new AtomicBoolean();

    /**
     * @param routines what the node does beside its children
     * @param pages what it serves
     * @param services what runs for as long as the node does
     */
    public UpCommand(
            Terminal terminal, List<NodeRoutine> routines, List<WebPart.Factory> pages, List<NodeService> services) {
        this.terminal = terminal;
        this.routines = List.copyOf(routines);
        this.pages = List.copyOf(pages);
        this.services = List.copyOf(services);
    }

    /** Those that have options are mixins of this command. */
    public List<NodeService> services() {
        return services;
    }

    @Override
    public Integer call() throws Exception {
        NodeSettings settings = settings();
        PrintWriter out = spec.commandLine().getOut();
        listenToSignals(out);
        long begin = System.nanoTime();
        LiveLine live = new LiveLine(out, terminal);
        try (Node node = Node.start(settings, Clock.systemUTC(), routines, pages, services, live::progress)) {
            running.set(true);
            live.clear();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            NodeBanner.print(node.file(), settings, millis, out);
            follow(node, live);
            live.clear();
            out.println(
                    "Stopping in order: agent, Flink with a savepoint, ClickHouse, Kafka. Ctrl-C again stops at once.");
            out.flush();
        }
        live.clear();
        out.println("Stopped. Everything is kept in " + settings.dataDirectory());
        out.flush();
        return ExitCode.OK;
    }

    private NodeSettings settings() {
        if (!unexpected.isEmpty()) {
            throw CommandException.usage(
                    unexpected.get(0) + ": is not expected here", "Images to read are named with --watch.");
        }
        for (Path path : watch) {
            if (!Files.exists(path)) {
                throw CommandException.usage("--watch: must exist, was " + path, null);
            }
        }
        if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw CommandException.usage("--interval: must be at least 1s, was " + interval.toMillis() + " ms", null);
        }
        if (flinkHeap < LEAST_FLINK_HEAP) {
            throw CommandException.usage(
                    "--flink-heap: must be at least " + LEAST_FLINK_HEAP + ", was " + flinkHeap, null);
        }
        List<Path> images = watch.isEmpty() ? NodeSettings.usualImageDirectories() : watch;
        return new NodeSettings(data, images, ports.ports(), listen, interval, checkpoint, flinkHeap);
    }

    /** Once asks to stop in order. Before the node runs, and the second time, the end is at once: the children notice and go. */
    private void listenToSignals(PrintWriter out) {
        for (String name : new String[] {"INT", "TERM", "HUP"}) {
            Signal.handle(new Signal(name), signal -> {
                if (!running.get() || stop.getCount() == 0) {
                    out.println();
                    out.println("Stopped at once.");
                    out.flush();
                    Runtime.getRuntime().halt(128 + signal.getNumber());
                }
                stop.countDown();
            });
        }
    }

    private void follow(Node node, LiveLine live) throws InterruptedException, IOException {
        Duration every = terminal.outTerminal() ? LIVE_EVERY : summary;
        try (Flow.Meter meter = new Flow.Meter(node.file())) {
            Duration sinceShown = Duration.ZERO;
            while (!stop.await(LIVE_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                node.refreshFile();
                sinceShown = sinceShown.plus(LIVE_EVERY);
                if (sinceShown.compareTo(every) >= 0) {
                    sinceShown = Duration.ZERO;
                    live.flow(meter.read(), node.file(), Clock.systemUTC().instant());
                }
            }
        }
    }
}
