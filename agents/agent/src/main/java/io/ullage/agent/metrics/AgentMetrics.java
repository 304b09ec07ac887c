package io.ullage.agent.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.ullage.agent.collect.CollectorResult;
import io.ullage.agent.collect.Outcome;
import io.ullage.agent.kafka.SpoolSender;
import io.ullage.agent.spool.Spool;
import java.time.Clock;
import java.time.Duration;

/** The agent's own counters. */
public final class AgentMetrics implements SpoolSender.Observer {
    private static final String COLLECTOR = "collector";

    private final Clock clock;
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter cycles = counter("cycles", "Cycles that ended, by role.", "role");
    private final Gauge cycleSeconds = gauge("cycle_duration_seconds", "Length of the last cycle, by role.", "role");
    private final Counter lostCycles =
            counter("lost_cycles", "Cycles whose report could not be made, or that the disk did not take.");
    private final Counter readings = counter("readings", "Readings, by collector.", COLLECTOR);
    private final Gauge seconds =
            gauge("collector_duration_seconds", "Length of the last run, by collector.", COLLECTOR);
    private final Gauge success =
            gauge("collector_success", "1 if the last run did not fail, else 0, by collector.", COLLECTOR);
    private final Counter failures = counter("collector_failures", "Runs that failed, by collector.", COLLECTOR);
    private final Counter skipped = counter(
            "collector_skipped",
            "Runs left out because the collector backs off or still hangs, by collector.",
            COLLECTOR);
    private final Counter badRows =
            counter("collector_bad_rows", "Rows left out because they broke a rule, by collector.", COLLECTOR);
    private final Gauge lastSuccess = gauge(
            "collector_last_success_timestamp_seconds",
            "When the collector last did not fail, by collector.",
            COLLECTOR);
    private final Counter sent = counter("sent_messages", "Messages that the broker has acknowledged.");
    private final Counter refused = counter("refused_messages", "Messages that the broker refused for good.");
    private final Counter sendFailures = counter("send_failures", "Attempts to send that failed.");
    private final Gauge lastSent = gauge("last_sent_timestamp_seconds", "When the broker last acknowledged a message.");

    public AgentMetrics(Clock clock, String version, Spool spool) {
        this.clock = clock;
        Info.builder()
                .name("ullage_agent_build_info")
                .help("The software.")
                .labelNames("version")
                .register(registry)
                .setLabelValues(version);
        GaugeWithCallback.builder()
                .name("ullage_agent_spool_messages")
                .help("Messages that wait in the spool.")
                .callback(value -> value.call((double) spool.state().records()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("ullage_agent_spool_bytes")
                .help("Bytes of the spool's files.")
                .callback(value -> value.call((double) spool.state().bytes()))
                .register(registry);
        CounterWithCallback.builder()
                .name("ullage_agent_spool_dropped_messages_total")
                .help("Messages that were dropped unsent, by size or age of the spool.")
                .callback(value -> value.call((double) spool.state().droppedRecords()))
                .register(registry);
    }

    public PrometheusRegistry registry() {
        return registry;
    }

    public void cycle(String role, Duration took) {
        cycles.labelValues(role).inc();
        cycleSeconds.labelValues(role).set(seconds(took));
    }

    public void cycleLost() {
        lostCycles.inc();
    }

    public void collected(CollectorResult result) {
        String name = result.collector();
        if (result.skipped()) {
            skipped.labelValues(name).inc();
            return;
        }
        seconds.labelValues(name).set(seconds(result.duration()));
        boolean failed = result.outcome() instanceof Outcome.Failed;
        success.labelValues(name).set(failed ? 0 : 1);
        if (failed) {
            failures.labelValues(name).inc();
        } else {
            lastSuccess.labelValues(name).set(now());
        }
        if (result.outcome() instanceof Outcome.Readings some) {
            readings.labelValues(name).inc(some.readings().size());
            badRows.labelValues(name).inc(some.problems().size());
        }
    }

    @Override
    public void delivered(int messages, int refusedMessages) {
        sent.inc(messages);
        refused.inc(refusedMessages);
        lastSent.set(now());
    }

    @Override
    public void failed() {
        sendFailures.inc();
    }

    private double now() {
        return clock.millis() / 1000.0;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private Counter counter(String name, String help, String... labels) {
        return Counter.builder()
                .name("ullage_agent_" + name + "_total")
                .help(help)
                .labelNames(labels)
                .register(registry);
    }

    private Gauge gauge(String name, String help, String... labels) {
        return Gauge.builder()
                .name("ullage_agent_" + name)
                .help(help)
                .labelNames(labels)
                .register(registry);
    }
}
