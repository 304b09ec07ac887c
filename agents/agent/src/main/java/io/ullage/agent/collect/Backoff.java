package io.ullage.agent.collect;

import java.time.Duration;
import java.time.Instant;

/** When a collector that fails is tried again: after 1, 2, 4 … intervals, at most {@code longest}. Success forgets all. */
final class Backoff {
    private final Duration interval;
    private final Duration longest;
    private int failures;
    private Instant notBefore = Instant.MIN;

    Backoff(Duration interval, Duration longest) {
        this.interval = interval;
        this.longest = longest;
    }

    boolean mayTry(Instant time) {
        return !time.isBefore(notBefore);
    }

    Instant notBefore() {
        return notBefore;
    }

    void succeeded() {
        failures = 0;
        notBefore = Instant.MIN;
    }

    void failed(Instant time) {
        Duration wait = interval.multipliedBy(1L << Math.min(failures, 20));
        failures++;
        notBefore = time.plus(wait.compareTo(longest) > 0 ? longest : wait);
    }
}
