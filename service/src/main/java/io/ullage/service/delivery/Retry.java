package io.ullage.service.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How a target is tried again: after {@code first}, then twice as long each time, at most {@code most}; each pause is shortened by up to half
 * at random, so that not everybody comes back at once.
 *
 * @param giveUpAfter how old a message may become on the topic before a failed attempt is the last
 */
record Retry(Duration first, Duration most, Duration giveUpAfter) {
    static final Retry STANDARD = new Retry(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofDays(5));

    /**
     * Until the next attempt.
     *
     * @param failures attempts that failed in a row, from 1
     * @param asked by the target; a longer pause than {@link #most} is not granted
     */
    Duration pause(int failures, @Nullable Duration asked, RandomGenerator random) {
        long mostMillis = most.toMillis();
        long doubled = first.toMillis() << Math.min(failures - 1, 20);
        long millis = Math.min(mostMillis, doubled);
        long shortened = Math.round(millis * (1 - random.nextDouble() / 2));
        long wanted = asked == null ? 0 : Math.min(asked.toMillis(), mostMillis);
        return Duration.ofMillis(Math.max(shortened, wanted));
    }
}
