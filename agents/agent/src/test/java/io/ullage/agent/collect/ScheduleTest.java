package io.ullage.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:07.5Z");
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    @Test
    void cyclesAreOneIntervalApart() {
        Schedule schedule = new Schedule(INTERVAL, Duration.ZERO, "a", new SplittableRandom(1));
        Instant first = schedule.after(NOW);
        assertThat(Duration.between(NOW, first)).isPositive().isLessThanOrEqualTo(INTERVAL);
        assertThat(schedule.after(first)).isEqualTo(first.plus(INTERVAL));
        assertThat(schedule.after(first.minusMillis(1))).isEqualTo(first);
    }

    @Test
    void jitterOnlyDelaysAndStaysInItsBound() {
        Schedule exact = new Schedule(INTERVAL, Duration.ZERO, "a", new SplittableRandom(1));
        Schedule jittered = new Schedule(INTERVAL, Duration.ofSeconds(5), "a", new SplittableRandom(1));
        for (int i = 0; i < 1000; i++) {
            assertThat(Duration.between(exact.after(NOW), jittered.after(NOW)))
                    .isBetween(Duration.ZERO, Duration.ofSeconds(5));
        }
    }

    @Test
    void aFleetIsSpreadOverTheInterval() {
        long[] perTenSeconds = new long[6];
        IntStream.range(0, 6000).forEach(i -> {
            Schedule schedule = new Schedule(INTERVAL, Duration.ZERO, "host-" + i + "/guest", new SplittableRandom(1));
            perTenSeconds[(int) (schedule.after(NOW).toEpochMilli() % 60_000 / 10_000)]++;
        });
        assertThat(Arrays.stream(perTenSeconds).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(850L, 1150L));
    }

    @Test
    void aClockThatJumpsBackOnlyMovesTheNextCycle() {
        Schedule schedule = new Schedule(INTERVAL, Duration.ZERO, "a", new SplittableRandom(1));
        Instant back = NOW.minus(Duration.ofHours(5));
        assertThat(Duration.between(back, schedule.after(back))).isLessThanOrEqualTo(INTERVAL);
    }
}
