package io.ullage.job.trend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often the 95 % interval holds the true rate, and how wide it is: the table of {@code docs/snapshot-growth.md}. Seeds are fixed. */
class TrendCoverageTest {
    private static final int SERIES = 100;

    @ParameterizedTest(name = "{0}, {1} days")
    @CsvSource({
        "CLEAN, 3, 100",
        "CLEAN, 40, 100",
        "WHITE, 1, 90",
        "WHITE, 3, 90",
        "WHITE, 10, 90",
        "WHITE, 40, 90",
        "HOUR, 1, 90",
        "HOUR, 3, 90",
        "HOUR, 10, 90",
        "HOUR, 40, 90",
        "WALK, 1, 88",
        "WALK, 3, 88",
        "WALK, 10, 88",
        "WALK, 40, 90",
        "BURSTS, 1, 82",
        "BURSTS, 3, 80",
        "BURSTS, 10, 90",
        "BURSTS, 40, 82",
        "DIURNAL, 3, 90",
        "DIURNAL, 10, 90",
        "DIURNAL, 40, 85",
        "STEPS, 1, 90",
        "STEPS, 3, 90",
        "STEPS, 10, 90",
        "STEPS, 40, 90"
    })
    void theIntervalHoldsTheRate(Family family, int days, int leastPercent) {
        int held = 0;
        int growing = 0;
        double width = 0;
        double error = 0;
        for (int seed = 0; seed < SERIES; seed++) {
            Trend trend = Family.trend(family.bytes(new Random(7919L * seed + days), days * 288));
            double low = Objects.requireNonNull(trend.lowBytesPerSecond());
            double high = Objects.requireNonNull(trend.highBytesPerSecond());
            double best = Objects.requireNonNull(trend.bestBytesPerSecond());
            assertThat(best).isBetween(low, high);
            held += low <= Family.RATE * (1 + 1e-9) && Family.RATE * (1 - 1e-9) <= high ? 1 : 0;
            growing += trend.answer() == Trend.Answer.GROWING ? 1 : 0;
            width += (high - low) / Family.RATE / SERIES;
            error += Math.abs(best / Family.RATE - 1) / SERIES;
        }
        System.out.printf(
                "| %-8s | %2d | %3d %% | %3d %% | %5.1f %% | %5.1f %% |%n",
                family, days, 100 * held / SERIES, 100 * growing / SERIES, 100 * width, 100 * error);
        assertThat(100 * held / SERIES).isGreaterThanOrEqualTo(leastPercent);
    }
}
