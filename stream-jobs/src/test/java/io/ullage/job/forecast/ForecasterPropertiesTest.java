package io.ullage.job.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ullage.job.trend.Series;
import io.ullage.schema.forecast.Verdict;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What holds of every forecast. */
class ForecasterPropertiesTest {
    @Property(tries = 40, seed = "20261122")
    void theUnitOfBytesDoesNotMatter(
            @ForAll @LongRange(max = 1000) long seed,
            @ForAll @IntRange(min = 7, max = 150) int days,
            @ForAll @IntRange(min = 1, max = 10) int doublings) {
        Series used = Pools.growing(days, 3, seed);
        long times = 1L << doublings;
        long capacity = Math.round((1000 + 3 * days + 90) * Pools.GIB);
        Series larger = new Series(
                used.times(),
                Arrays.stream(used.values()).map(bytes -> bytes * times).toArray());

        Outlook one = Forecaster.forecast(used, capacity, WhatIf.NOTHING);
        Outlook other = Forecaster.forecast(larger, capacity * times, WhatIf.NOTHING);

        assertThat(other.verdict()).isEqualTo(one.verdict());
        assertThat(other.daysToFull()).isEqualTo(one.daysToFull());
        assertThat(other.usedAfter(7).p90())
                .isCloseTo(one.usedAfter(7).p90() * times, within(1e-6 * times * Pools.GIB));
    }

    @Property(tries = 40, seed = "20261122")
    void theClockDoesNotMatter(
            @ForAll @LongRange(max = 1000) long seed, @ForAll @LongRange(max = 1L << 40) long later) {
        Series used = Pools.growing(80, 3, seed);
        Series moved =
                new Series(Arrays.stream(used.times()).map(time -> time + later).toArray(), used.values());
        long capacity = Math.round(1400 * Pools.GIB);

        assertThat(Forecaster.forecast(moved, capacity, WhatIf.NOTHING).daysToFull())
                .isEqualTo(Forecaster.forecast(used, capacity, WhatIf.NOTHING).daysToFull());
    }

    @Property(tries = 60, seed = "20261122")
    void quantilesAscendAndAVerdictSaysWhichOfThemAreThere(
            @ForAll @LongRange(max = 1000) long seed,
            @ForAll @IntRange(min = 1, max = 120) int days,
            @ForAll @IntRange(min = 900, max = 2500) int capacity) {
        Outlook outlook =
                Forecaster.forecast(Pools.growing(days, 3, seed), Math.round(capacity * Pools.GIB), WhatIf.NOTHING);
        Quantiles full = outlook.daysToFull();

        switch (outlook.verdict()) {
            case FULL -> assertThat(full.p50()).isIn(0.0, null);
            case FILLING -> assertThat(full.p10()).isNotNull().isLessThanOrEqualTo(full.p50());
            case MAY_FILL -> {
                assertThat(full.p10()).isNotNull();
                assertThat(full.p50()).isNull();
            }
            case NOT_FILLING, NOT_ENOUGH_HISTORY -> assertThat(full).isEqualTo(Quantiles.NONE);
            case NO_CAPACITY -> throw new AssertionError("it has one");
        }
        if (full.p90() != null) {
            assertThat(full.p50()).isLessThanOrEqualTo(full.p90());
        }
        if (outlook.verdict() == Verdict.NOT_ENOUGH_HISTORY) {
            assertThat(days).isLessThan(Forecaster.LEAST_DAYS);
        }
    }

    /** More room is never full sooner. */
    @Property(tries = 40, seed = "20261122")
    void moreRoomLastsLonger(
            @ForAll @LongRange(max = 1000) long seed, @ForAll @IntRange(min = 1, max = 200) int moreGib) {
        Series used = Pools.growing(80, 3, seed);
        Quantiles less = Forecaster.forecast(used, Math.round(1400 * Pools.GIB), WhatIf.NOTHING)
                .daysToFull();
        Quantiles more = Forecaster.forecast(used, Math.round((1400.0 + moreGib) * Pools.GIB), WhatIf.NOTHING)
                .daysToFull();

        assertThat(later(more.p10())).isGreaterThanOrEqualTo(later(less.p10()));
        assertThat(later(more.p50())).isGreaterThanOrEqualTo(later(less.p50()));
        assertThat(later(more.p90())).isGreaterThanOrEqualTo(later(less.p90()));
    }

    /** One step, however high and wherever it is, leaves the rate as it was. */
    @Property(tries = 40, seed = "20261122")
    void aStepAddsNoTrend(
            @ForAll @LongRange(max = 1000) long seed,
            @ForAll @IntRange(min = 5, max = 115) int day,
            @ForAll @IntRange(min = -900, max = 5000) int gib) {
        Series used = Pools.growing(120, 0.5, seed);
        long[] stepped = used.values().clone();
        for (int i = day * Pools.PER_DAY; i < stepped.length; i++) {
            stepped[i] += Math.round(gib * Pools.GIB);
        }
        double before = Forecaster.forecast(used, null, WhatIf.NOTHING).growth().p50();
        double after = Forecaster.forecast(new Series(used.times(), stepped), null, WhatIf.NOTHING)
                .growth()
                .p50();

        // What the step hides of one day is all that may differ; small steps are noise.
        double step = Math.abs(gib) < 20 ? Math.abs(gib) / 60.0 : 0;
        assertThat(after * 86_400 / Pools.GIB).isCloseTo(before * 86_400 / Pools.GIB, within(0.1 + step));
    }

    private static double later(Double days) {
        return days == null ? Double.POSITIVE_INFINITY : days;
    }
}
