package io.ullage.service.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.service.build.Build;
import io.ullage.service.node.NodeFile.Login;
import io.ullage.service.node.NodeFile.RoutineState;
import io.ullage.service.process.Eventually;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NodeRoutinesTest {
    private static final NodeMetrics METRICS = new NodeMetrics(new Build("1.0", "abc"), Instant.EPOCH, List::of);
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Duration OFTEN = Duration.ofMillis(5);
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @Test
    void aFailureIsToldAndStopsNeitherItsRoutineNorAnother() throws Exception {
        AtomicInteger bad = new AtomicInteger();
        AtomicInteger good = new AtomicInteger();
        List<NodeRoutine> routines = List.of(
                new NodeRoutine("bad", OFTEN, node -> {
                    bad.incrementAndGet();
                    throw new IllegalStateException("no pool has this id: " + node.dataDirectory());
                }),
                new NodeRoutine("good", OFTEN, node -> good.incrementAndGet()));
        try (NodeRoutines running = NodeRoutines.start(routines, NodeRoutinesTest::node, CLOCK, METRICS)) {
            Eventually.await("three runs of each", DEADLINE, () -> bad.get() > 3 && good.get() > 3);
            assertThat(running.states()).extracting(RoutineState::name).containsExactly("bad", "good");
            RoutineState failed = running.states().get(0);
            assertThat(failed.failure()).isEqualTo("no pool has this id: /data");
            assertThat(failed.failures()).isEqualTo(failed.runs()).isGreaterThanOrEqualTo(3);
            assertThat(failed.lastRun()).isEqualTo(NOW.toString());
            RoutineState succeeded = running.states().get(1);
            assertThat(succeeded.failure()).isNull();
            assertThat(succeeded.failures()).isZero();
        }
    }

    @Test
    void aSuccessTakesTheFailureBackButNotItsCount() throws Exception {
        AtomicBoolean storeIsUp = new AtomicBoolean();
        NodeRoutine routine = new NodeRoutine("recommend", OFTEN, node -> {
            if (!storeIsUp.get()) {
                throw new java.io.IOException("Connection refused");
            }
        });
        try (NodeRoutines running = NodeRoutines.start(List.of(routine), NodeRoutinesTest::node, CLOCK, METRICS)) {
            Eventually.await(
                    "a failure", DEADLINE, () -> running.states().get(0).failure() != null);
            storeIsUp.set(true);
            Eventually.await(
                    "a success", DEADLINE, () -> running.states().get(0).failure() == null);
            assertThat(running.states().get(0).failures()).isPositive();
        }
    }

    @Test
    void whatRunsIsInterruptedByTheStop() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        NodeRoutine endless = new NodeRoutine("endless", OFTEN, node -> {
            began.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
        });
        NodeRoutines running = NodeRoutines.start(List.of(endless), NodeRoutinesTest::node, CLOCK, METRICS);
        assertThat(began.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(running.states().get(0).lastRun()).as("before its first end").isNull();
        running.close();
        assertThat(interrupted.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private static NodeFile node() {
        return new NodeFile(
                1,
                NOW.toString(),
                NodeFile.READY,
                "/data",
                "127.0.0.1:1",
                "jdbc:clickhouse://127.0.0.1:2/ullage",
                "http://127.0.0.1:2",
                new Login("reader", "/r"),
                new Login("writer", "/w"),
                "http://127.0.0.1:3",
                "http://127.0.0.1:4/metrics",
                "http://127.0.0.1:5/metrics",
                "http://127.0.0.1:6",
                List.of(),
                List.of(),
                List.of());
    }
}
