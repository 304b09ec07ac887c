package io.ullage.service.node;

import io.ullage.service.node.NodeFile.RoutineState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the routines of a node on one thread, one after the other. One that fails is logged, is told of, and runs again at its time. */
public final class NodeRoutines implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeRoutines.class);
    /** A node that has just come up has more urgent things to do. */
    private static final Duration FIRST_AFTER = Duration.ofSeconds(20);

    private static final Duration STOP = Duration.ofSeconds(10);

    private final Supplier<NodeFile> node;
    private final Clock clock;
    private final NodeMetrics metrics;
    private final ScheduledExecutorService thread;
    private final Map<String, RoutineState> states = new ConcurrentHashMap<>();

    private NodeRoutines(Supplier<NodeFile> node, Clock clock, NodeMetrics metrics) {
        this.node = node;
        this.clock = clock;
        this.metrics = metrics;
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread routine = new Thread(work, "node-routines");
            routine.setDaemon(true);
            return routine;
        });
    }

    /** @param node asked at each run where everything is */
    static NodeRoutines start(List<NodeRoutine> routines, Supplier<NodeFile> node, Clock clock, NodeMetrics metrics) {
        NodeRoutines started = new NodeRoutines(node, clock, metrics);
        for (NodeRoutine routine : routines) {
            metrics.routine(routine.name());
            started.states.put(routine.name(), RoutineState.notYetRun(routine.name(), routine.interval()));
            long every = routine.interval().toMillis();
            started.thread.scheduleWithFixedDelay(
                    () -> started.run(routine), Math.min(every, FIRST_AFTER.toMillis()), every, TimeUnit.MILLISECONDS);
        }
        return started;
    }

    /** By name. */
    List<RoutineState> states() {
        return states.values().stream()
                .sorted(Comparator.comparing(RoutineState::name))
                .toList();
    }

    private void run(NodeRoutine routine) {
        RoutineState before = states.get(routine.name());
        Instant begin = clock.instant();
        String begun = begin.toString();
        try {
            routine.work().run(node.get());
            states.put(routine.name(), before.succeeded(begun));
            metrics.ran(routine.name(), Duration.between(begin, clock.instant()), false, clock.instant());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (Exception failure) {
            if (thread.isShutdown()) {
                LOG.info("Routine {} was interrupted by the stop", routine.name());
                return;
            }
            LOG.warn("Routine {} failed and will run again in {}", routine.name(), routine.interval(), failure);
            metrics.ran(routine.name(), Duration.between(begin, clock.instant()), true, clock.instant());
            String message = failure.getMessage();
            states.put(
                    routine.name(),
                    before.failed(begun, message == null ? failure.getClass().getSimpleName() : message));
        }
    }

    /** Interrupts what runs and waits for its end, ten seconds at most. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("A routine did not end within {}", STOP);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
