package io.ullage.agent;

import io.ullage.agent.collect.CollectorResult;
import io.ullage.agent.collect.CollectorRunner;
import io.ullage.agent.collect.Cycle;
import io.ullage.agent.collect.Schedule;
import io.ullage.agent.metrics.AgentMetrics;
import io.ullage.agent.spool.Spool;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.Reading;
import io.ullage.schema.telemetry.Report;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cycles of one role, on a thread of their own: collect, report, spool. The first begins at once. */
final class RoleLoop implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RoleLoop.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final AgentIdentity identity;
    private final CollectorRunner runner;
    private final Schedule schedule;
    private final Clock clock;
    private final Output output;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private boolean collecting;

    /** Where a cycle goes. */
    record Output(
            StateDirectory state,
            Spool spool,
            TelemetryCodec codec,
            AgentMetrics metrics,
            Consumer<Collected> observer) {}

    RoleLoop(AgentIdentity identity, CollectorRunner runner, Schedule schedule, Clock clock, Output output) {
        this.identity = identity;
        this.runner = runner;
        this.schedule = schedule;
        this.clock = clock;
        this.output = output;
        this.thread = new Thread(this::run, "agent-" + roleName());
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            do {
                cycle();
            } while (!closing.await(untilNext(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            log.debug("{} role was stopped in the middle of a cycle", roleName());
        }
    }

    private long untilNext() {
        Instant now = clock.instant();
        return Math.max(1, Duration.between(now, schedule.after(now)).toMillis());
    }

    private void cycle() throws InterruptedException {
        long started = System.nanoTime();
        Instant time = Instant.ofEpochMilli(clock.millis());
        List<CollectorResult> results = collect(time);
        List<Reading> readings = CollectorRunner.readings(results);
        try {
            long sequence = output.state().nextSequence(identity.role());
            for (byte[] message :
                    ReportParts.of(output.codec(), identity, sequence, time, readings, ReportParts.MAX_BYTES)) {
                output.spool().append(identity.id(), message);
            }
            output.observer().accept(new Collected(List.of(Report.whole(identity, sequence, time, readings)), results));
        } catch (IOException e) {
            output.metrics().cycleLost();
            log.error("a cycle of the {} role is lost: {}", roleName(), e.getMessage());
        } catch (RuntimeException e) {
            // a reading that no message can hold, or a defect of the observer: the next cycle may be better
            output.metrics().cycleLost();
            log.error("a cycle of the {} role is lost", roleName(), e);
        }
        output.metrics().cycle(roleName(), Duration.ofNanos(System.nanoTime() - started));
    }

    private List<CollectorResult> collect(Instant time) throws InterruptedException {
        setCollecting(true);
        try {
            return runner.run(Cycle.at(time));
        } finally {
            setCollecting(false);
        }
    }

    private synchronized void setCollecting(boolean now) {
        collecting = now;
    }

    private String roleName() {
        return identity.role().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        synchronized (this) {
            closing.countDown();
            // not while it writes to the spool: an interrupt would close the file beneath it
            if (collecting) {
                thread.interrupt();
            }
        }
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
