package io.ullage.agent;

import io.ullage.agent.collect.Collector;
import io.ullage.agent.collect.CollectorResult;
import io.ullage.agent.collect.CollectorRunner;
import io.ullage.agent.collect.Cycle;
import io.ullage.agent.collect.Progress;
import io.ullage.agent.guest.GuestRole;
import io.ullage.agent.identity.HostIdentity;
import io.ullage.agent.image.ImageCollector;
import io.ullage.schema.telemetry.AgentRole;
import io.ullage.schema.telemetry.Report;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads this machine, once or in cycles. */
public final class Agent {
    /** As long as it takes: somebody waits for the answer and sees how far it is. */
    private static final Duration NO_TIMEOUT = Duration.ofDays(1);

    private Agent() {}

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
