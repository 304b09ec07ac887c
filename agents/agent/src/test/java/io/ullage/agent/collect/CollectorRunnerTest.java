package io.ullage.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.Reading;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CollectorRunnerTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(60);
    private static final Reading DISK =
            new GuestDiskReading("sysfs", "sda", 1, null, null, null, null, null, null, null, null, null, null);

    private final List<CollectorResult> observed = new ArrayList<>();

    @Test
    void oneThatFailsAndOneThatIsDefectiveDoNotStopTheOthers() throws Exception {
        CollectorRunner runner = runner(
                Duration.ofSeconds(20),
                named("failing", () -> {
                    throw new IOException("the disk is gone");
                }),
                named("defective", () -> {
                    throw new IllegalStateException("bug");
                }),
                named("empty", () -> new Outcome.Nothing("no such thing here")),
                named("good", () -> Outcome.of(List.of(DISK), List.of("a bad row"))));

        Map<String, CollectorResult> results = byName(runner.run(Cycle.at(START)));
        assertThat(results.get("failing").outcome()).isEqualTo(new Outcome.Failed("the disk is gone"));
        assertThat(results.get("defective").outcome())
                .isEqualTo(new Outcome.Failed("defect: java.lang.IllegalStateException: bug"));
        assertThat(results.get("empty").outcome()).isInstanceOf(Outcome.Nothing.class);
        assertThat(CollectorRunner.readings(List.copyOf(results.values()))).containsExactly(DISK);
        assertThat(observed).hasSize(4);
    }

    @Test
    void oneThatHangsIsInterruptedAndTheOthersReport() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        CollectorRunner runner = runner(
                Duration.ofMillis(200),
                named("hanging", () -> {
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        interrupted.countDown();
                    }
                    return new Outcome.Nothing("");
                }),
                named("good", () -> Outcome.of(List.of(DISK))));

        Map<String, CollectorResult> results = byName(runner.run(Cycle.at(START)));
        assertThat(results.get("hanging").outcome()).isEqualTo(new Outcome.Failed("took longer than 200 ms"));
        assertThat(results.get("good").outcome()).isInstanceOf(Outcome.Readings.class);
        interrupted.await();
    }

    @Test
    void oneThatDoesNotListenToInterruptsIsNotStartedTwice() throws Exception {
        AtomicInteger starts = new AtomicInteger();
        AtomicBoolean release = new AtomicBoolean();
        CollectorRunner runner = runner(Duration.ofMillis(100), named("deaf", () -> {
            starts.incrementAndGet();
            while (!release.get()) {
                Thread.onSpinWait();
            }
            return new Outcome.Nothing("");
        }));
        try {
            runner.run(Cycle.at(START));
            List<CollectorResult> later = runner.run(Cycle.at(START.plus(Duration.ofDays(1))));
            assertThat(later.get(0).skipped()).isTrue();
            assertThat(later.get(0).outcome()).isEqualTo(new Outcome.Failed("still busy with an earlier cycle"));
            assertThat(starts).hasValue(1);
        } finally {
            release.set(true);
        }
    }

    @Test
    void failuresAreTriedAgainAfterGrowingPausesAndSuccessForgetsThem() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        AtomicBoolean works = new AtomicBoolean();
        CollectorRunner runner = runner(Duration.ofSeconds(20), named("moody", () -> {
            tries.incrementAndGet();
            if (!works.get()) {
                throw new IOException("not now");
            }
            return new Outcome.Nothing("");
        }));
        List<Integer> triedAt = new ArrayList<>();
        for (int minute = 0; minute < 20; minute++) {
            int before = tries.get();
            runner.run(Cycle.at(START.plus(INTERVAL.multipliedBy(minute))));
            if (tries.get() > before) {
                triedAt.add(minute);
            }
        }
        assertThat(triedAt).containsExactly(0, 1, 3, 7, 15);

        works.set(true);
        runner.run(Cycle.at(START.plus(INTERVAL.multipliedBy(31))));
        works.set(false);
        runner.run(Cycle.at(START.plus(INTERVAL.multipliedBy(32))));
        tries.set(0);
        runner.run(Cycle.at(START.plus(INTERVAL.multipliedBy(33))));
        assertThat(tries).hasValue(1);
    }

    @Test
    void aSharedSourceIsReadOncePerCycleAndFailsForAll() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        PerCycle<String> shared = new PerCycle<>("shared", cycle -> {
            if (reads.incrementAndGet() == 2) {
                throw new IOException("went away");
            }
            return "value";
        });
        Cycle first = Cycle.at(START);
        assertThat(shared.get(first)).isEqualTo(shared.get(first)).isEqualTo("value");
        assertThat(reads).hasValue(1);
        Cycle second = Cycle.at(START);
        for (int i = 0; i < 2; i++) {
            assertThat(catchThrowable(() -> shared.get(second)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("shared: went away");
        }
        assertThat(reads).hasValue(2);
        assertThat(shared.get(Cycle.at(START))).isEqualTo("value");
    }

    private CollectorRunner runner(Duration timeout, Collector... collectors) {
        return new CollectorRunner(List.of(collectors), INTERVAL, timeout, observed::add);
    }

    private interface Body {
        Outcome collect() throws IOException, InterruptedException;
    }

    private static Collector named(String name, Body body) {
        return new Collector() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Outcome collect(Cycle cycle) throws IOException, InterruptedException {
                return body.collect();
            }
        };
    }

    private static Map<String, CollectorResult> byName(List<CollectorResult> results) {
        return results.stream().collect(Collectors.toMap(CollectorResult::collector, Function.identity()));
    }
}
