package io.ullage.agent;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.ullage.agent.collect.Collector;
import io.ullage.agent.collect.CollectorResult;
import io.ullage.agent.collect.CollectorRunner;
import io.ullage.agent.collect.Cycle;
import io.ullage.agent.collect.Progress;
import io.ullage.agent.collect.Schedule;
import io.ullage.agent.content.ContentScans;
import io.ullage.agent.content.Dedup;
import io.ullage.agent.guest.GuestRole;
import io.ullage.agent.identity.HostIdentity;
import io.ullage.agent.image.ImageCollector;
import io.ullage.agent.image.WatchedImages;
import io.ullage.agent.kafka.KafkaTransport;
import io.ullage.agent.kafka.SpoolSender;
import io.ullage.agent.kafka.Transport;
import io.ullage.agent.metrics.AgentMetrics;
import io.ullage.agent.metrics.ContentMetrics;
import io.ullage.agent.spool.Spool;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.AgentRole;
import io.ullage.schema.telemetry.Report;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads this machine: {@link #collectOnce once}, or {@link #start in cycles} that it sends to Kafka. */
public final class Agent implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Agent.class);

    /** As long as it takes: somebody waits for the answer and sees how far it is. */
    private static final Duration NO_TIMEOUT = Duration.ofDays(1);

    /** Closed from the last to the first. */
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private @Nullable HTTPServer metricsServer;
    private @Nullable Spool spool;

    private Agent() {}

    /** Starts on the system's clock. */
    public static Agent start(AgentConfig config) throws InvalidConfigException, IOException {
        return start(config, Clock.systemUTC(), collected -> {});
    }

    /**
     * Starts all roles; the first cycle of each begins at once.
     *
     * @param observer told of every cycle that is safe in the spool, from the role's thread
     * @throws InvalidConfigException with everything that is wrong with {@code config}
     * @throws IOException if the state directory is not to be had, the metrics port is taken, or this machine cannot be named
     */
    public static Agent start(AgentConfig config, Clock clock, Consumer<Collected> observer)
            throws InvalidConfigException, IOException {
        config.checked();
        Agent agent = new Agent();
        try {
            agent.open(config, clock, observer);
            return agent;
        } catch (IOException | RuntimeException e) {
            agent.close();
            throw e;
        }
    }

    private void open(AgentConfig config, Clock clock, Consumer<Collected> observer) throws IOException {
        HostIdentity host = HostIdentity.ofThisMachine();
        StateDirectory state = opened(StateDirectory.open(config.stateDirectory()));
        Spool queue = opened(Spool.open(
                state.spool(), config.spool().maxBytes(), config.spool().maxAge(), clock));
        spool = queue;
        AgentMetrics metrics = new AgentMetrics(clock, version(), queue);
        if (config.metrics().enabled()) {
            metricsServer = opened(HTTPServer.builder()
                    .inetAddress(InetAddress.getByName(config.metrics().listen()))
                    .port(config.metrics().port())
                    .registry(metrics.registry())
                    .buildAndStart());
        }
        AgentConfig.Kafka kafka = config.kafka();
        if (kafka != null) {
            opened(new SpoolSender(queue, transport(kafka, kafka.topic(), "ullage-agent-" + host.hostId()), metrics));
        }
        Dedup dedup = config.dedup();
        if (dedup != null) {
            openContentScans(dedup, config, host, state, metrics, clock);
        }
        RoleLoop.Output output = new RoleLoop.Output(state, queue, new TelemetryCodec(), metrics, observer);
        for (AgentRole role : config.roles().stream().sorted().toList()) {
            AgentIdentity identity = host.agent(role, version());
            CollectorRunner runner = new CollectorRunner(
                    collectors(role, config, host, config.collectorTimeout()),
                    config.interval(),
                    config.collectorTimeout(),
                    metrics::collected);
            Schedule schedule = new Schedule(config.interval(), config.jitter(), identity.id(), new SplittableRandom());
            opened(new RoleLoop(identity, runner, schedule, clock, output));
            log.info(
                    "agent {} looks every {} ms",
                    identity.id(),
                    config.interval().toMillis());
        }
    }

    /** Sketches have a spool of their own, so that neither they nor the reports can push the others out. */
    private void openContentScans(
            Dedup dedup, AgentConfig config, HostIdentity host, StateDirectory state, AgentMetrics metrics, Clock clock)
            throws IOException {
        dedup.checkKeys();
        Spool sketches = opened(Spool.open(
                state.sketchSpool(), config.spool().maxBytes(), config.spool().maxAge(), clock));
        if (config.kafka() != null) {
            opened(new SpoolSender(
                    sketches,
                    transport(config.kafka(), dedup.topic(), "ullage-agent-sketches-" + host.hostId()),
                    metrics));
        }
        opened(ContentScans.start(
                dedup,
                new WatchedImages(config.images(), host),
                state.contentScans(),
                sketches,
                new ContentMetrics(metrics.registry(), sketches, dedup.bytesPerSecond()),
                clock));
        log.info("content is sampled, at most {} bytes in a second", dedup.bytesPerSecond());
    }

    private static Transport transport(AgentConfig.Kafka kafka, String topic, String clientId) throws IOException {
        return new KafkaTransport(
                kafka.bootstrapServers(), topic, kafka.compression(), kafka.propertiesFile(), clientId);
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    /** Where Prometheus finds the counters; empty if that is switched off. */
    public OptionalInt metricsPort() {
        return metricsServer == null ? OptionalInt.empty() : OptionalInt.of(metricsServer.getPort());
    }

    /** Messages that are not yet acknowledged by Kafka. */
    public long spooledMessages() {
        return spool == null ? 0 : spool.state().records();
    }

    /** Stops the cycles, sends what it can for a moment, and lets everything go. What is not sent stays in the spool. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                log.warn("{} did not close in order", part.getClass().getSimpleName(), e);
            }
        }
    }

    /**
     * Reads once, without spool, Kafka or state.
     *
     * @throws InvalidConfigException with everything that is wrong with {@code config}
     * @throws IOException if this machine cannot be named
     */
    public static Collected collectOnce(AgentConfig config, Clock clock, Progress progress)
            throws InvalidConfigException, IOException, InterruptedException {
        config.checked();
        HostIdentity host = HostIdentity.ofThisMachine();
        Instant time = Instant.ofEpochMilli(clock.millis());
        List<Report> reports = new ArrayList<>();
        List<CollectorResult> results = new ArrayList<>();
        for (AgentRole role : config.roles().stream().sorted().toList()) {
            CollectorRunner runner = new CollectorRunner(
                    collectors(role, config, host, NO_TIMEOUT), config.interval(), NO_TIMEOUT, result -> {});
            List<CollectorResult> ofRole = runner.run(new Cycle(time, progress));
            results.addAll(ofRole);
            reports.add(Report.whole(host.agent(role, version()), 0, time, CollectorRunner.readings(ofRole)));
        }
        return new Collected(reports, results);
    }

    private static List<Collector> collectors(AgentRole role, AgentConfig config, HostIdentity host, Duration timeout) {
        return switch (role) {
            case GUEST -> GuestRole.collectors();
            case HOST -> List.of(new ImageCollector(config.images(), host, timeout));
        };
    }

    /** Of this software; {@code development} where it does not run from its jar. */
    static String version() {
        String version = Agent.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
