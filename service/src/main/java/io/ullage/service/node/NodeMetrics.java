package io.ullage.service.node;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.ullage.service.build.Build;
import io.ullage.service.process.Supervisor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** What the node counts of itself, its children and its routines. */
final class NodeMetrics {
    private static final String CHILD = "child";
    private static final String ROUTINE = "routine";

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter runs = Counter.builder()
            .name("ullage_node_routine_runs_total")
            .help("Runs that ended, by routine.")
            .labelNames(ROUTINE)
            .register(registry);
    private final Counter failures = Counter.builder()
            .name("ullage_node_routine_failures_total")
            .help("Runs that failed, by routine.")
            .labelNames(ROUTINE)
            .register(registry);
    private final Gauge seconds = Gauge.builder()
            .name("ullage_node_routine_duration_seconds")
            .help("Length of the last run, by routine.")
            .labelNames(ROUTINE)
            .register(registry);
    private final Gauge lastSuccess = Gauge.builder()
            .name("ullage_node_routine_last_success_timestamp_seconds")
            .help("When the last run ended that did not fail, by routine.")
            .labelNames(ROUTINE)
            .register(registry);

    /** @param children asked at each scrape */
    NodeMetrics(Build build, Instant startedAt, Supplier<List<Supervisor>> children) {
        Info.builder()
                .name("ullage_node_build_info")
                .help("The build that runs: its version and the revision of its source. Always 1.")
                .labelNames("revision", "version")
                .register(registry)
                .setLabelValues(build.revision(), build.version());
        Gauge.builder()
                .name("ullage_node_start_timestamp_seconds")
                .help("When the node started.")
                .register(registry)
                .set(startedAt.toEpochMilli() / 1000.0);
        GaugeWithCallback.builder()
                .name("ullage_node_resident_memory_bytes")
                .help("Resident memory of the node's own process.")
                .callback(value -> ProcessMemory.residentBytes(
                                ProcessHandle.current().pid())
                        .ifPresent(value::call))
                .register(registry);
        GaugeWithCallback.builder()
                .name("ullage_node_child_up")
                .help("1 while the child is ready, else 0, by child.")
                .labelNames(CHILD)
                .callback(value -> children.get()
                        .forEach(child -> value.call(child.state() == Supervisor.State.READY ? 1 : 0, child.name())))
                .register(registry);
        CounterWithCallback.builder()
                .name("ullage_node_child_restarts_total")
                .help("How often the child had to be started again, by child.")
                .labelNames(CHILD)
                .callback(value -> children.get().forEach(child -> value.call(child.restarts(), child.name())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("ullage_node_child_resident_memory_bytes")
                .help("Resident memory of the child's process, shared pages included, by child.")
                .labelNames(CHILD)
                .callback(value -> children.get()
                        .forEach(child -> memory(child).ifPresent(bytes -> value.call(bytes, child.name()))))
                .register(registry);
    }

    private static OptionalLong memory(Supervisor child) {
        OptionalLong pid = child.pid();
        return pid.isPresent() ? ProcessMemory.residentBytes(pid.getAsLong()) : OptionalLong.empty();
    }

    PrometheusRegistry registry() {
        return registry;
    }

    /** Before its first run: counters begin with zero, and what never succeeded has no time of it. */
    void routine(String name) {
        runs.initLabelValues(name);
        failures.initLabelValues(name);
    }

    void ran(String name, Duration took, boolean failed, Instant ended) {
        runs.labelValues(name).inc();
        seconds.labelValues(name).set(took.toNanos() / 1e9);
        if (failed) {
            failures.labelValues(name).inc();
        } else {
            lastSuccess.labelValues(name).set(ended.toEpochMilli() / 1000.0);
        }
    }
}
