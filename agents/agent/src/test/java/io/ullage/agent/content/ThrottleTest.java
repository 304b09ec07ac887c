package io.ullage.agent.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private static final long RATE = 20_000_000;

    private long now;

    private final Throttle throttle = new Throttle(RATE, () -> now, nanos -> now += nanos);

    @Test
    void inTheLongRunItIsTheRate() throws Exception {
        Random random = new Random(1);
        long taken = 0;
        while (now < 60_000_000_000L) {
            int bytes = 1 + random.nextInt(1 << 20);
            throttle.take(bytes);
            taken += bytes;
        }
        assertThat(taken / (now / 1e9)).isCloseTo(RATE, within(RATE * 0.001));
    }

    @Test
    void aPauseIsNotSavedUp() throws Exception {
        throttle.take(RATE);
        now += 3_600_000_000_000L;
        long before = now;
        throttle.take(2 * RATE);
        assertThat((now - before) / 1e9).isCloseTo(1.75, within(0.001));
    }

    @Test
    void aSlowReaderDoesNotWait() throws Exception {
        for (int i = 0; i < 100; i++) {
            now += 100_000_000;
            long before = now;
            throttle.take(RATE / 20);
            assertThat(now).isEqualTo(before);
        }
    }

    @Test
    void aSleepThatEndsEarlyIsContinued() throws Exception {
        Throttle restless = new Throttle(RATE, () -> now, nanos -> now += nanos / 2 + 1);
        restless.take(RATE);
        assertThat(now / 1e9).isCloseTo(1, within(0.001));
    }
}
