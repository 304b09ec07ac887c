package io.ullage.service.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FullRangeTest {
    @Test
    void ofManyThoseThatAreFullFirstAreShownAndTheOthersCounted() {
        List<ForecastEntry> forecasts = new ArrayList<>();
        for (int pool = 0; pool < 30; pool++) {
            forecasts.add(forecast(
                    "pool-" + pool, "FILLING", Duration.ofDays(pool + 1).toSeconds()));
        }
        forecasts.add(forecast("quiet", "NOT_FILLING", null));
        forecasts.add(forecast("new", "NOT_ENOUGH_HISTORY", null));
        FullRange full = FullRange.of(forecasts);
        assertThat(full.rows())
                .hasSize(20)
                .extracting(FullRange.Row::name)
                .startsWith("pool-0")
                .endsWith("pool-19");
        assertThat(full.more()).isEqualTo(10);
        assertThat(full.notFilling()).isEqualTo(1);
        assertThat(full.notEnoughHistory()).isEqualTo(1);
        assertThat(FullRange.of(forecasts.subList(0, 20)).more()).isZero();
    }

    private static ForecastEntry forecast(String pool, String verdict, @Nullable Long seconds) {
        return new ForecastEntry(
                Instant.EPOCH,
                "POOL",
                pool,
                pool,
                verdict,
                null,
                1,
                2L,
                null,
                null,
                null,
                seconds,
                seconds,
                seconds,
                1000L,
                1000);
    }
}
