package io.ullage.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetryTest {
    private final Retry retry = new Retry(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofDays(5));

    @Property
    void aPauseDoublesUpToTheMostAndIsShortenedByUpToHalf(
            @ForAll @IntRange(min = 1, max = 1000) int failures, @ForAll java.util.Random random) {
        long whole = Math.min(300_000, 1000L << Math.min(failures - 1, 20));
        assertThat(retry.pause(failures, null, random).toMillis()).isBetween(whole / 2, whole);
    }

    @Test
    void whatTheTargetAsksForIsGrantedUpToTheMost() {
        java.util.Random random = new java.util.Random(1);
        assertThat(retry.pause(1, Duration.ofSeconds(90), random)).isEqualTo(Duration.ofSeconds(90));
        assertThat(retry.pause(1, Duration.ofDays(1), random)).isEqualTo(Duration.ofMinutes(5));
    }
}
