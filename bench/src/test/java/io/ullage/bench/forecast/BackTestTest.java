package io.ullage.bench.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.bench.forecast.BackTest.Scores;
import io.ullage.bench.forecast.Score.Method;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The back-test in small, on the parameters and seeds that nothing was tuned with: {@code bench/forecast} is the whole of it. */
class BackTestTest {
    private static final int SERIES = 120;

    /** Four standard deviations of what so few series can tell. */
    private static final double CHANCE = 4 * Math.sqrt(0.8 * 0.2 / SERIES);

    private final BackTest test = new BackTest(Setting.HELD_OUT, 60, 180);

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"WALKING", "CHANGING"})
    void intervalsHoldAndBeatTheLineOfAWeek(Family family) {
        Scores scores = test.run(family, SERIES);

        assertThat(scores.coverage()).isBetween(0.8 - CHANCE / 1.5, 0.8 + CHANCE / 1.5);
        scores.used().forEach((ahead, score) -> assertThat(score.error(Method.ULLAGE))
                .as("%d days ahead", ahead)
                .isLessThan(score.error(Method.LINEAR_WEEK)));
        if (scores.full() != null) {
            assertThat(scores.full().trials()).isGreaterThan(SERIES / 2);
            assertThat(scores.full().error(Method.ULLAGE))
                    .isLessThan(scores.full().error(Method.LINEAR_WEEK));
        } else {
            assertThat(scores.saidNotFilling()).isGreaterThan(0.6);
        }
    }
}
