package io.ullage.service.node;

import io.ullage.service.build.Build;
import io.ullage.service.clickhouse.ClickHouseException;
import io.ullage.service.clickhouse.EmbeddedClickHouse;
import io.ullage.service.flink.EmbeddedFlink;
import io.ullage.service.flink.FlinkJob;
import io.ullage.service.kafka.EmbeddedKafka;
import io.ullage.service.kafka.RuleDocuments;
import io.ullage.service.kafka.Topics;
import io.ullage.service.node.NodeFile.ChildProcess;
import io.ullage.service.node.NodeFile.Login;
import io.ullage.service.node.NodeFile.RoutineState;
import io.ullage.service.node.NodeSettings.Ports;
import io.ullage.service.output.CommandException;
import io.ullage.service.process.LoopbackPort;
import io.ullage.service.process.Supervisor;
import io.ullage.service.store.Migrations;
import io.ullage.service.store.StoreConnection;
import io.ullage.service.web.WebPart;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything on one machine: started together, stopped in order. */
final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final Duration CLICKHOUSE_READY = Duration.ofSeconds(60);
    private static final Duration CLICKHOUSE_STOP = Duration.ofSeconds(45);

    private final NodeSettings settings;
    private final DataDirectory directory;
    private final Instant startedAt;
    private final Consumer<String> progress;

    /** In the order in which they were started; stopped the other way round. */
    private final List<Part> parts = Collections.synchronizedList(new ArrayList<>());

    private final List<NodeService.Running> services = new ArrayList<>();
    private final NodeMetrics metrics;

    private @Nullable EmbeddedKafka kafka;
    private @Nullable Store store;
    private @Nullable EmbeddedFlink flink;
    private @Nullable NodeAgent agent;
    private @Nullable NodeConsole console;
    private @Nullable NodeRoutines routines;
    private volatile @Nullable NodeFile written;

    private record Part(Supervisor supervisor, int stopOrder) {}

    /** ClickHouse: the port stays over restarts, and so do the accounts. */
    private record Store(EmbeddedClickHouse first) {}

    private Node(NodeSettings settings, DataDirectory directory, Clock clock, Consumer<String> progress) {
        this.settings = settings;
        this.directory = directory;
        this.startedAt = clock.instant();
        this.progress = progress;
        this.metrics = new NodeMetrics(Build.current(), startedAt, () -> inStopOrder().stream()
                .map(Part::supervisor)
                .toList());
    }

    /**
     * Starts everything and returns when readings flow; what was started is stopped again when a part fails.
     *
     * @param work is done beside the children, from when all is up
     * @param pages what is served
     * @param progress is told what is done, one line each
     * @throws CommandException when the directory is taken, a port is in use or a part does not start
     */
    static Node start(
            NodeSettings settings,
            Clock clock,
            List<NodeRoutine> work,
            List<WebPart.Factory> pages,
            Consumer<String> progress)
            throws IOException, InterruptedException {
        return start(settings, clock, work, pages, List.of(), progress);
    }

    /** @param services run beside the children, from when all is up until the node stops */
    static Node start(
            NodeSettings settings,
            Clock clock,
            List<NodeRoutine> work,
            List<WebPart.Factory> pages,
            List<NodeService> services,
            Consumer<String> progress)
            throws IOException, InterruptedException {
        for (NodeService service : services) {
            service.prepare(settings.dataDirectory());
        }
        DataDirectory directory = DataDirectory.take(settings.dataDirectory());
        // A killed node left its file behind, which speaks of ports and processes that are gone.
        NodeFile.delete(settings.dataDirectory());
        Node node = new Node(settings, directory, clock, progress);
        boolean started = false;
        try {
            requireFree(settings.ports());
            node.startParts();
            node.console = NodeConsole.start(settings, node.store().first(), clock, pages, node.metrics.registry());
            node.writeFile(NodeFile.STARTING);
            node.routines = NodeRoutines.start(work, node::file, clock, node.metrics);
            for (NodeService service : services) {
                node.services.add(service.start(node.file(), node.metrics.registry()));
            }
            // Last: whoever reads this may stop the node, and expects it to stop in order.
            node.writeFile(NodeFile.READY);
            started = true;
            return node;
        } finally {
            if (!started) {
                node.close();
            }
        }
    }

    private static void requireFree(Ports ports) {
        requireFree("Kafka", PortOptions.KAFKA, ports.kafka());
        requireFree("ClickHouse", PortOptions.CLICKHOUSE, ports.clickHouse());
        requireFree("Flink", PortOptions.FLINK, ports.flink());
        requireFree("Flink's metrics", PortOptions.FLINK_METRICS, ports.flinkMetrics());
        requireFree("the agent's metrics", PortOptions.AGENT_METRICS, ports.agentMetrics());
        requireFree("the console", PortOptions.CONSOLE, ports.console());
    }

    private static void requireFree(String whose, String option, int port) {
        if (port != 0 && !LoopbackPort.isFree(port)) {
            throw CommandException.failed(
                    "port " + port + " on 127.0.0.1, which " + whose + " is to use, is taken",
                    "Stop what uses it ('ss -ltnp' tells), or choose another port with " + option
                            + " (0 takes a free one).",
                    null);
        }
    }

    private void startParts() throws IOException, InterruptedException {
        sideBySide(this::startKafka, this::startStore);
        progress.accept("Flink is starting");
        flink = EmbeddedFlink.start(settings.dataDirectory(), flinkOptions(), jobs());
        parts.add(new Part(flink.supervisor(), 1));
        agent = NodeAgent.start(settings, kafka().bootstrapServers());
        parts.add(new Part(agent.supervisor(), 0));
    }

    private Void startKafka() throws IOException, InterruptedException, ExecutionException {
        progress.accept("Kafka is starting");
        kafka = EmbeddedKafka.start(settings.dataDirectory(), settings.ports().kafka());
        parts.add(new Part(kafka.supervisor(), 3));
        Topics.create(kafka.bootstrapServers(), (short) 1);
        new RuleDocuments(kafka.bootstrapServers()).publishDefaultsIfNone();
        return null;
    }

    private Void startStore() throws IOException, InterruptedException, SQLException {
        progress.accept("ClickHouse is starting");
        int port = LoopbackPort.orFree(settings.ports().clickHouse());
        Path home = settings.dataDirectory().resolve("clickhouse");
        List<EmbeddedClickHouse> runs = Collections.synchronizedList(new ArrayList<>());
        Supervisor supervisor = new Supervisor(
                "clickhouse",
                () -> {
                    EmbeddedClickHouse run = EmbeddedClickHouse.start(home, port);
                    runs.add(run);
                    return new ClickHouseChild(run);
                },
                CLICKHOUSE_READY,
                CLICKHOUSE_STOP);
        parts.add(new Part(supervisor, 2));
        supervisor.start();
        EmbeddedClickHouse first = runs.get(0);
        store = new Store(first);
        Migrations.apply(new StoreConnection(
                first.url(), first.writer().user(), first.writer().passwordFile()));
        return null;
    }

    private EmbeddedFlink.Options flinkOptions() {
        EmbeddedFlink.Options defaults = EmbeddedFlink.Options.defaults();
        return new EmbeddedFlink.Options(
                settings.ports().flink(),
                settings.ports().flinkMetrics(),
                settings.checkpointInterval(),
                settings.flinkHeapMegabytes(),
                defaults.parallelism());
    }

    private List<FlinkJob> jobs() {
        EmbeddedClickHouse clickHouse = store().first();
        return NodeJobs.all(kafka().bootstrapServers(), clickHouse, settings, flinkOptions());
    }

    /** Both at once: they do not need each other, and each waits mostly. */
    private static void sideBySide(Callable<Void> one, Callable<Void> other) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Void>> both = threads.invokeAll(List.of(one, other));
            for (Future<Void> done : both) {
                done.get();
            }
        } catch (ExecutionException failure) {
            throw asStartFailure(failure.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static IOException asStartFailure(@Nullable Throwable cause) {
        if (cause instanceof IOException io) {
            return io;
        }
        if (cause instanceof ClickHouseException told) {
            throw CommandException.failed(String.valueOf(told.getMessage()), null, told);
        }
        if (cause instanceof RuntimeException programming) {
            throw programming;
        }
        return new IOException(cause == null ? "unknown" : String.valueOf(cause.getMessage()), cause);
    }

    /** Where everything is. */
    NodeFile file() {
        NodeFile file = written;
        if (file == null) {
            throw new IllegalStateException("the node has not started");
        }
        return file;
    }

    /** Rewrites {@code node.json} when a child was started again or a routine ran. */
    void refreshFile() throws IOException {
        if (!processes().equals(file().processes()) || !routineStates().equals(file().routines())) {
            writeFile(file().state());
        }
    }

    private void writeFile(String state) throws IOException {
        EmbeddedClickHouse clickHouse = store().first();
        EmbeddedFlink running = flink;
        NodeAgent measuring = agent;
        NodeConsole serving = console;
        if (running == null || measuring == null || serving == null) {
            throw new IllegalStateException("the node has not started");
        }
        NodeFile file = new NodeFile(
                ProcessHandle.current().pid(),
                startedAt.toString(),
                state,
                settings.dataDirectory().toString(),
                kafka().bootstrapServers(),
                clickHouse.url(),
                clickHouse.endpoint().toString(),
                login(clickHouse.reader().user(), clickHouse.reader().passwordFile()),
                login(clickHouse.writer().user(), clickHouse.writer().passwordFile()),
                running.url().toString(),
                running.metricsUrl().toString(),
                measuring.metricsUrl().toString(),
                serving.url().toString(),
                settings.watch().stream().map(Path::toString).toList(),
                processes(),
                routineStates());
        written = file;
        file.write();
    }

    private List<RoutineState> routineStates() {
        NodeRoutines working = routines;
        return working == null ? List.of() : working.states();
    }

    private static Login login(String user, Path passwordFile) {
        return new Login(user, passwordFile.toString());
    }

    private List<ChildProcess> processes() {
        return inStopOrder().stream().map(Part::supervisor).map(Node::process).toList();
    }

    private static ChildProcess process(Supervisor supervisor) {
        OptionalLong pid = supervisor.pid();
        return new ChildProcess(
                supervisor.name(),
                pid.isPresent() ? pid.getAsLong() : null,
                supervisor.state().name(),
                supervisor.restarts());
    }

    /** Stops the services, the routines, the console and the agent, then Flink with a savepoint, then ClickHouse, then Kafka. */
    @Override
    public void close() {
        services.forEach(NodeService.Running::close);
        if (routines != null) {
            routines.close();
        }
        if (console != null) {
            console.close();
        }
        for (Part part : inStopOrder()) {
            progress.accept("stopping " + part.supervisor().name());
            part.supervisor().close();
        }
        parts.clear();
        try {
            NodeFile.delete(settings.dataDirectory());
            directory.close();
        } catch (IOException failure) {
            LOG.warn("The data directory is not given back in order", failure);
        }
    }

    private List<Part> inStopOrder() {
        List<Part> ordered = new ArrayList<>(List.of(parts.toArray(new Part[0])));
        ordered.sort((one, other) -> Integer.compare(one.stopOrder(), other.stopOrder()));
        return ordered;
    }

    private EmbeddedKafka kafka() {
        if (kafka == null) {
            throw new IllegalStateException("Kafka has not started");
        }
        return kafka;
    }

    private Store store() {
        if (store == null) {
            throw new IllegalStateException("ClickHouse has not started");
        }
        return store;
    }
}
