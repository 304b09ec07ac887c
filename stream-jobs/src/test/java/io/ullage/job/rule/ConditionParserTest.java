package io.ullage.job.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionParserTest {
    private static final Map<String, Double> POOL = Map.of(
            "usedBytes", 90.0 * (1L << 30),
            "capacityBytes", 100.0 * (1L << 30),
            "usedRatio", 0.9,
            "overcommitRatio", 2.0,
            "volumes", 7.0,
            "deadBytes", 5.0 * (1L << 30),
            "deadLowBytes", 4.0 * (1L << 30),
            "deadHighBytes", 6.0 * (1L << 30));

    @ParameterizedTest
    @CsvSource({
        "usedRatio > 85 %, TRUE",
        "usedRatio >= 0.9, TRUE",
        "usedRatio == 90%, TRUE",
        "usedBytes / capacityBytes < 90 %, FALSE",
        "usedBytes < 0.5 TiB, TRUE",
        "capacityBytes != 100 GiB, FALSE",
        "usedRatio > 95 % or volumes > 5, TRUE",
        "usedRatio > 95 % and metadataUsedRatio > 1 %, FALSE",
        "usedRatio > 85 % and metadataUsedRatio > 1 %, UNKNOWN",
        "usedRatio > 95 % or metadataUsedRatio > 1 %, UNKNOWN",
        "deadLowBytes > 4.5 GiB, FALSE",
        "'rate(usedBytes, 6h) > 1 GiB/h', TRUE",
        "'rate(usedBytes, 6h) > 50 GiB/d', FALSE",
        "'timeToFull(usedBytes, capacityBytes, 6h) < 6h', TRUE",
        "'timeToFull(usedBytes, capacityBytes, 6h) < 4h', FALSE",
        "'timeToFull(deadBytes, capacityBytes, 6h) < 400d', UNKNOWN"
    })
    void holds(String text, Truth expected) {
        assertThat(ConditionParser.parse(Watch.POOL, text).holds(new Pool(), true))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "usedRatio > 5 GiB | must compare like with like, not a ratio with bytes",
                "usedBytes > 90 % | must compare like with like, not bytes with a ratio",
                "volumes > 5 d | must compare like with like, not a number with a duration",
                "usedRation > 5 % | must name measures of a pool, which usedRation is not",
                "usedRatio | must have a comparison",
                "usedRatio > 5 % usedRatio | must end or go on with 'and' or 'or'",
                "5 > 4 | must compare with a measure",
                "usedRatio > 5 %/d | must be a number",
                "rate(usedRatio, 6h) > 5 | rate() must be of a measure in bytes or a count",
                "rate(usedBytes, 6 GiB) > 1 GiB/d | must have a time such as 6h here",
                "rate(usedBytes, 90d) > 1 GiB/d | must look back from 1m to 30d",
                "timeToFull(usedBytes, volumes, 6h) < 1d | timeToFull() must have two measures of one unit",
                "usedBytes / 5 % > 3 | must divide like by like"
            })
    void isRefusedWithTheRule(String text, String rule) {
        assertThatThrownBy(() -> ConditionParser.parse(Watch.POOL, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(rule);
    }

    @Test
    void theFigureOfAnAlertHasTheBoundsOfItsMeasure() {
        Condition.Comparison comparison = ConditionParser.parse(Watch.POOL, "deadBytes / capacityBytes > 1 %")
                .first();
        assertThat(comparison).isNotNull();
        assertThat(comparison.text()).isEqualTo("deadBytes / capacityBytes");
        assertThat(comparison.left().value(new Pool())).isEqualTo(new Figure(0.04, 0.05, 0.06));
    }

    /** A pool that grows by two gibibytes an hour, and of which no other rate is known. */
    private static final class Pool implements Expression.Known {
        @Override
        public @Nullable Double measure(String name) {
            return POOL.get(name);
        }

        @Override
        public @Nullable Double rate(String name, Duration window) {
            return name.equals("usedBytes") ? Double.valueOf(2.0 * (1L << 30) / 3600) : null;
        }
    }
}
