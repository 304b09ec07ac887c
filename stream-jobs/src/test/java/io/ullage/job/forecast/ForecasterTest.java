package io.ullage.job.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ullage.job.trend.Series;
import io.ullage.schema.forecast.Verdict;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForecasterTest {
    private static final double DAY_SECONDS = 86_400;

    @Test
    void whatGrowsEvenlyIsFullWhenTheLineSaysSo() {
        Outlook outlook = forecast(Pools.growing(120, 2, 1), 1340);

        assertThat(outlook.verdict()).isEqualTo(Verdict.FILLING);
        // A line of 1000 + 2 a day is at 1340 after 170 days; its daily peaks are there two days sooner.
        assertThat(outlook.daysToFull().p50()).isCloseTo(49, within(2.5));
        assertThat(outlook.daysToFull().p10()).isLessThan(outlook.daysToFull().p50());
        assertThat(outlook.daysToFull().p90())
                .isGreaterThan(outlook.daysToFull().p50());
        assertThat(outlook.growth().p50() * DAY_SECONDS / Pools.GIB).isCloseTo(2, within(0.1));
        assertThat(outlook.horizon()).isEqualTo(Duration.ofDays(240));
        assertThat(outlook.missing()).isNull();
    }

    @Test
    void whatStaysTheSameDoesNotFill() {
        Outlook outlook = forecast(Pools.of(60, i -> 500), 501);

        assertThat(outlook.verdict()).isEqualTo(Verdict.NOT_FILLING);
        assertThat(outlook.daysToFull()).isEqualTo(Quantiles.NONE);
        assertThat(outlook.growth()).isEqualTo(new Quantiles(0.0, 0.0, 0.0));
        assertThat(outlook.usedAfter(30).p90()).isEqualTo(500 * Pools.GIB);
    }

    @Test
    void tooLittleHistoryIsSaidWithWhatIsMissing() {
        assertThat(forecast(Pools.of(0, i -> 0), 10).missing()).isEqualTo("7 days of readings");
        Outlook young = forecast(Pools.growing(3, 2, 1), 2000);
        assertThat(young.verdict()).isEqualTo(Verdict.NOT_ENOUGH_HISTORY);
        assertThat(young.missing()).isEqualTo("4 more days of readings");
        assertThat(young.horizon()).isNull();
        assertThat(young.usedAfter(7)).isEqualTo(Quantiles.NONE);
        Outlook older = forecast(Pools.growing(20, 2, 1), 2000);
        assertThat(older.verdict()).isNotEqualTo(Verdict.NOT_ENOUGH_HISTORY);
        assertThat(older.missing()).isEqualTo("25 more days of readings to look 90 days ahead");
        assertThat(older.usedAfter(40).p50()).isNotNull();
        assertThat(older.usedAfter(41)).isEqualTo(Quantiles.NONE);
    }

    @Test
    void whatIsFullIsFullWhateverItsHistory() {
        assertThat(forecast(Pools.growing(60, 2, 1), 500).verdict()).isEqualTo(Verdict.FULL);
        assertThat(forecast(Pools.growing(2, 2, 1), 500).verdict()).isEqualTo(Verdict.FULL);
    }

    @Test
    void withoutACapacityThereIsNoDayOnWhichItIsFull() {
        Outlook outlook = Forecaster.forecast(Pools.growing(90, 2, 1), null, WhatIf.NOTHING);

        assertThat(outlook.verdict()).isEqualTo(Verdict.NO_CAPACITY);
        assertThat(outlook.daysToFull()).isEqualTo(Quantiles.NONE);
        assertThat(outlook.usedAfter(90).p50() / Pools.GIB).isCloseTo(1362, within(6.0));
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 60, 100, 117})
    void aMigrationIsAStepAndNoTrend(int day) {
        Random random = new Random(day);
        Series moved = Pools.of(
                120, i -> 1000 + 0.5 * i / Pools.PER_DAY + random.nextGaussian() + (i < day * Pools.PER_DAY ? 0 : 300));
        Outlook outlook = forecast(moved, 2000);

        // The step has neither made it grow faster nor slower.
        assertThat(outlook.growth().p50() * DAY_SECONDS / Pools.GIB).isCloseTo(0.5, within(0.1));
    }

    @Test
    void theRateIsThatOfThePresentRegime() {
        Random random = new Random(5);
        Series changed = Pools.of(160, i -> {
            double day = (double) i / Pools.PER_DAY;
            return 1000 + 0.5 * day + 4 * Math.max(0, day - 110) + random.nextGaussian();
        });

        assertThat(forecast(changed, 3000).growth().p50() * DAY_SECONDS / Pools.GIB)
                .isCloseTo(4.5, within(0.3));
    }

    @Test
    void whatSaturatesDoesNotFill() {
        Random random = new Random(6);
        Series saturating =
                Pools.of(150, i -> 1000 + 300 * (1 - Math.exp(-i / 40.0 / Pools.PER_DAY)) + random.nextGaussian());

        assertThat(forecast(saturating, 1350).verdict()).isEqualTo(Verdict.NOT_FILLING);
        // The same rate, had it been a line, would have filled it long ago.
        assertThat(forecast(Pools.growing(150, 2, 6), 1350).verdict()).isEqualTo(Verdict.FILLING);
    }

    @Test
    void theWeekIsSeenAndComesAgain() {
        Random random = new Random(7);
        Series weekly = Pools.of(98, i -> 1000 + (i / Pools.PER_DAY % 7 < 2 ? 0 : 50) + random.nextGaussian());
        Outlook outlook = forecast(weekly, 2000);

        double[] medians = new double[14];
        for (int day = 1; day <= 14; day++) {
            medians[day - 1] = outlook.usedAfter(day).p50() / Pools.GIB;
        }
        assertThat(Arrays.stream(medians).filter(gib -> gib < 1025).count()).isEqualTo(4);
        assertThat(medians[0]).isCloseTo(medians[7], within(2.0));
    }

    @Test
    void aDayIsCountedAtItsPeakAndAGapIsBridged() {
        Series breathing = Pools.of(3, i -> i % Pools.PER_DAY == 2 ? 15 : 10);
        assertThat(DailyPeaks.of(breathing)).containsExactly(15 * Pools.GIB, 15 * Pools.GIB, 15 * Pools.GIB);
        Series gap = new Series(new long[] {0, 4 * DailyPeaks.DAY_MILLIS}, new long[] {100, 500});
        assertThat(DailyPeaks.of(gap)).containsExactly(100, 200, 300, 400, 500);
    }

    @Test
    void whatIfChangesWhatIsUsedAndHowFastItGrows() {
        Series used = Pools.growing(120, 2, 1);
        double asItIs = forecast(used, 1440).daysToFull().p50();
        Long capacity = Math.round(1440 * Pools.GIB);
        long back = Math.round(40 * Pools.GIB);

        assertThat(Forecaster.forecast(used, capacity, new WhatIf(2, 0, 0, 0))
                        .daysToFull()
                        .p50())
                .isCloseTo(asItIs / 2, within(0.6));
        assertThat(Forecaster.forecast(used, capacity, new WhatIf(1, back, back, back))
                        .daysToFull()
                        .p50())
                .isCloseTo(asItIs + 20, within(1.0));
        assertThat(Forecaster.forecast(used, capacity, new WhatIf(1, -back, -back, -back))
                        .daysToFull()
                        .p50())
                .isCloseTo(asItIs - 20, within(1.0));
        // What is not known of what comes back widens the interval.
        Quantiles doubtful = Forecaster.forecast(used, capacity, new WhatIf(1, 0, back, 2 * back))
                .daysToFull();
        assertThat(doubtful.p90() - doubtful.p10()).isGreaterThan(25);
        assertThatThrownBy(() -> new WhatIf(1, 2, 1, 3)).hasMessageContaining("lessBestBytes");
        assertThatThrownBy(() -> new WhatIf(-1, 0, 0, 0)).hasMessageContaining("growthTimes");
    }

    private static Outlook forecast(Series used, double capacityGib) {
        return Forecaster.forecast(used, Math.round(capacityGib * Pools.GIB), WhatIf.NOTHING);
    }
}
