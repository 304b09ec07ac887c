package io.ullage.agent.collect;

import io.ullage.schema.telemetry.Reading;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs every collector once per cycle, each on a thread of its own. One that fails is tried again after a growing pause; one that hangs
 * is interrupted at its time-out and not started again before it has ended. Neither stops the others.
 */
public final class CollectorRunner {
    private static final Logger log = LoggerFactory.getLogger(CollectorRunner.class);
    private static final Duration LONGEST_BACKOFF = Duration.ofHours(1);

    private final List<Slot> slots;
    private final Duration timeout;
    private final Consumer<CollectorResult> observer;

    /**
     * @param interval of the cycles: the first step of the back-off
     * @param timeout of each collector
     * @param observer told of every result, also of those that were skipped
     */
    public CollectorRunner(
            List<Collector> collectors, Duration interval, Duration timeout, Consumer<CollectorResult> observer) {
        this.slots = collectors.stream()
                .map(collector -> new Slot(collector, new Backoff(interval, LONGEST_BACKOFF)))
                .toList();
        this.timeout = timeout;
        this.observer = observer;
    }

    /** One cycle. Ends when all collectors have, or have used up their time. */
    public List<CollectorResult> run(Cycle cycle) throws InterruptedException {
        List<Running> running = new ArrayList<>();
        List<CollectorResult> results = new ArrayList<>();
        for (Slot slot : slots) {
            String why = slot.whyNot(cycle.time());
            if (why == null) {
                running.add(slot.start(cycle));
            } else {
                results.add(new CollectorResult(slot.collector.name(), new Outcome.Failed(why), Duration.ZERO, true));
            }
        }
        for (Running one : running) {
            results.add(one.finish(cycle.time(), timeout));
        }
        results.forEach(observer);
        return List.copyOf(results);
    }

    /** The readings of all results, in the order of the collectors. */
    public static List<Reading> readings(List<CollectorResult> results) {
        List<Reading> all = new ArrayList<>();
        for (CollectorResult result : results) {
            if (result.outcome() instanceof Outcome.Readings some) {
                all.addAll(some.readings());
            }
        }
        return all;
    }

    private static final class Slot {
        private final Collector collector;
        private final Backoff backoff;

        /** Of a run that was given up and may not have ended. */
        private @Nullable Thread hanging;

        Slot(Collector collector, Backoff backoff) {
            this.collector = collector;
            this.backoff = backoff;
        }

        @Nullable
        String whyNot(Instant time) {
            if (hanging != null && hanging.isAlive()) {
                return "still busy with an earlier cycle";
            }
            return backoff.mayTry(time) ? null : "failed before; next try at " + backoff.notBefore();
        }

        Running start(Cycle cycle) {
            FutureTask<Outcome> task = new FutureTask<>(() -> collector.collect(cycle));
            Thread worker = new Thread(task, "collect-" + collector.name());
            worker.setDaemon(true);
            worker.start();
            return new Running(this, task, worker, System.nanoTime());
        }
    }

    private record Running(Slot slot, FutureTask<Outcome> task, Thread worker, long startedNanos) {
        CollectorResult finish(Instant time, Duration timeout) throws InterruptedException {
            Outcome outcome = await(timeout);
            Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
            if (outcome instanceof Outcome.Failed failed) {
                slot.backoff.failed(time);
                log.warn("{}: {}", slot.collector.name(), failed.reason());
            } else {
                slot.backoff.succeeded();
            }
            return new CollectorResult(slot.collector.name(), outcome, took, false);
        }

        private Outcome await(Duration timeout) throws InterruptedException {
            long left = timeout.toNanos() - (System.nanoTime() - startedNanos);
            try {
                return task.get(Math.max(0, left), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                task.cancel(true);
                slot.hanging = worker;
                return new Outcome.Failed("took longer than " + timeout.toMillis() + " ms");
            } catch (ExecutionException e) {
                return new Outcome.Failed(reason(slot.collector, e.getCause()));
            } catch (InterruptedException e) {
                task.cancel(true);
                throw e;
            }
        }

        /** A defect of a collector must not take the agent down, and must not go unseen: its stack goes to the log. */
        private static String reason(Collector collector, @Nullable Throwable cause) {
            if (cause instanceof IOException) {
                return String.valueOf(cause.getMessage());
            }
            log.error("collector {} is broken", collector.name(), cause);
            return "defect: " + cause;
        }
    }
}
