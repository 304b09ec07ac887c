package io.ullage.job.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.job.trend.Trend.Answer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToLongFunction;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class TrendEstimatorTest {
    private static final long MIB = 1 << 20;

    @Test
    void withoutHistoryThereIsNoRate() {
        assertThat(trend(0, i -> 0).since()).isNull();
        for (int count : new int[] {0, 1, 7, 12}) {
            Trend trend = trend(count, i -> MIB * i);
            assertThat(trend.answer()).as("%d readings", count).isEqualTo(Answer.NOT_ENOUGH_HISTORY);
            assertThat(trend.bestBytesPerSecond()).isNull();
            assertThat(TimeToFull.of(1L, trend)).isNull();
        }
        // Thirteen readings in an hour are enough, eight in half an hour are not.
        assertThat(trend(13, i -> MIB * i).answer()).isEqualTo(Answer.GROWING);
    }

    @Test
    void whatStaysTheSameDoesNotGrow() {
        assertThat(trend(3000, i -> 5 * MIB)).satisfies(trend -> {
            assertThat(trend.answer()).isEqualTo(Answer.NOT_GROWING);
            assertThat(trend.lowBytesPerSecond()).isZero();
            assertThat(trend.highBytesPerSecond()).isZero();
            assertThat(TimeToFull.of(MIB, trend)).isEqualTo(new TimeToFull(null, null, null));
        });
    }

    @Test
    void whatShrinksIsNotGrowing() {
        assertThat(trend(600, i -> 5000 * MIB - MIB * i).answer()).isEqualTo(Answer.SHRINKING);
    }

    @Test
    void oneStepIsNoTrend() {
        for (int at : new int[] {1, 100, 290, 299}) {
            Trend up = trend(300, i -> (i < at ? 10 : 90) * 1024 * MIB);
            Trend down = trend(300, i -> (i < at ? 90 : 10) * 1024 * MIB);
            assertThat(up.answer()).as("up at %d", at).isEqualTo(Answer.NOT_GROWING);
            assertThat(down.answer()).as("down at %d", at).isEqualTo(Answer.NOT_GROWING);
        }
    }

    @Test
    void growthGoesOnOverATrim() {
        Trend trend = trend(2000, i -> MIB * i + (i < 1300 ? 4000 * MIB : 0));

        assertThat(trend.answer()).isEqualTo(Answer.GROWING);
        assertThat(trend.bestBytesPerSecond()).isCloseTo(MIB / 300.0, Percentage.withPercentage(0.1));
    }

    @Test
    void aNewRateIsARegimeOfItsOwn() {
        // Flat for ten days, then 3 MiB every five minutes for five hours.
        Trend trend = trend(2880 + 60, i -> 1000 * MIB + Math.max(0, i - 2880) * 3 * MIB);

        assertThat(trend.answer()).isEqualTo(Answer.GROWING);
        assertThat(trend.bestBytesPerSecond()).isCloseTo(3 * MIB / 300.0, Percentage.withPercentage(5));
        assertThat(trend.since())
                .isBetween(Instant.ofEpochMilli(Family.millis(2860)), Instant.ofEpochMilli(Family.millis(2900)));
    }

    @Test
    void whatComesEveryNightIsGrowth() {
        // 20 GiB between two and four o'clock, nothing else.
        Trend trend = trend(288 * 30, i -> {
            int day = i / 288;
            int ofDay = Math.max(0, Math.min(24, i % 288 - 24));
            return (day * 24L + ofDay) * 20 * 1024 * MIB / 24;
        });

        assertThat(trend.answer()).isEqualTo(Answer.GROWING);
        assertThat(trend.bestBytesPerSecond()).isCloseTo(20 * 1024.0 * MIB / 86_400, Percentage.withPercentage(5));
    }

    @Test
    void theRoomIsFullSoonestAtTheHighestRate() {
        Trend trend = Trend.of(1, 2, 4, Instant.EPOCH, 20);

        assertThat(TimeToFull.of(8L, trend)).isEqualTo(new TimeToFull(2L, 4L, 8L));
        assertThat(TimeToFull.of(0L, trend)).isEqualTo(new TimeToFull(0L, 0L, 0L));
        assertThat(TimeToFull.of(null, trend)).isNull();
        assertThat(TimeToFull.of(8L, Trend.of(-1, 0, 4, Instant.EPOCH, 20))).isEqualTo(new TimeToFull(2L, null, null));
    }

    @Test
    void aHistoryHangsOnTheSetOfReadingsAlone() {
        Random random = new Random(3);
        for (int run = 0; run < 50; run++) {
            int count = 1 + random.nextInt(400);
            long[] times = random.longs(count, 0, 50L * 86_400_000).toArray();
            History forward = History.none();
            long[] sorted = times.clone();
            Arrays.sort(sorted);
            for (long time : sorted) {
                forward = forward.with(time, time % 977);
            }
            History any = History.none();
            for (long time : times) {
                any = any.with(time, time % 977);
            }
            for (int i = 0; i < count; i++) {
                long time = times[random.nextInt(count)];
                any = any.with(time, time % 977);
            }
            assertThat(any).isEqualTo(forward);
            assertThat(any.times().length).isLessThanOrEqualTo(History.MAX_POINTS);
        }
    }

    @Test
    void thePastLooksTheSameWithinTheSlack() {
        Random random = new Random(4);
        History history = History.none();
        Series before = new Series(new long[0], new long[0]);
        int asked = 288 * 44 + 17;
        for (int i = 0; i <= asked + 12; i++) {
            history = history.with(Family.millis(i), random.nextInt(1000));
            if (i == asked) {
                before = history.asOf(Family.millis(asked), 7);
            }
        }
        assertThat(before.size()).isGreaterThan(80);
        assertThat(history.asOf(Family.millis(asked), 7)).isEqualTo(before);
        assertThat(history.times().length).isLessThanOrEqualTo(History.MAX_POINTS);
    }

    private static Trend trend(int count, IntToLongFunction bytes) {
        long[] values = new long[count];
        Arrays.setAll(values, bytes);
        return count == 0 ? TrendEstimator.estimate(new Series(new long[0], new long[0])) : Family.trend(values);
    }
}
