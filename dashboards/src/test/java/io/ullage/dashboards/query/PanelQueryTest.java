package io.ullage.dashboards.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected texts are those of the plugin's page on its query editor. */
class PanelQueryTest {
    private static final PanelQuery QUERY = new PanelQuery(
            Instant.ofEpochMilli(1_415_792_726_123L),
            Instant.ofEpochMilli(1_447_328_726_456L),
            Duration.ofSeconds(20),
            Map.of("pool", List.of(), "tenant", List.of("a", "o'b")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        $__timeFilter(t)      | t >= toDateTime(1415792726) AND t <= toDateTime(1447328726)
        $__timeFilter_ms(t)   | t >= fromUnixTimestamp64Milli(1415792726123) AND t <= fromUnixTimestamp64Milli(1447328726456)
        $__dateFilter(day)    | day >= toDate('2014-11-12') AND day <= toDate('2015-11-12')
        $__fromTime           | toDateTime(1415792726)
        $__toTime             | toDateTime(1447328726)
        $__timeInterval(t)    | toStartOfInterval(toDateTime(t), INTERVAL 20 second)
        $__timeInterval_ms(t) | toStartOfInterval(toDateTime64(t, 3), INTERVAL 20000 millisecond)
        $__interval_s         | 20
        """, quoteCharacter = '"')
    void macrosBecomeWhatThePluginMakesOfThem(String macro, String sql) {
        assertThat(QUERY.expanded(macro)).isEqualTo(sql);
    }

    @Test
    void aConditionGoesWhereAllIsChosen() {
        assertThat(QUERY.expanded("WHERE $__conditionalAll(f(pool) IN (${pool:singlequote}), $pool) AND x"))
                .isEqualTo("WHERE 1=1 AND x");
    }

    @Test
    void chosenValuesAreQuoted() {
        assertThat(QUERY.expanded("$__conditionalAll(tenant IN (${tenant:singlequote}), ${tenant})"))
                .isEqualTo("tenant IN ('a','o\\'b')");
    }

    @Test
    void conditionsLieWithinEachOther() {
        assertThat(
                        QUERY.expanded(
                                "$__conditionalAll(a IN (SELECT b WHERE $__conditionalAll(c, $pool)) AND d IN (${tenant:singlequote}), $tenant)"))
                .isEqualTo("a IN (SELECT b WHERE 1=1) AND d IN ('a','o\\'b')");
    }

    @ParameterizedTest
    @CsvSource({
        "$__unknown(x)",
        "${pool}",
        "$pool",
        "${other:singlequote}",
        "$__timeFilter()",
        "'$__conditionalAll(x, y)'"
    })
    void whatIsNotKnownIsRefused(String sql) {
        assertThatIllegalArgumentException().isThrownBy(() -> QUERY.expanded(sql));
    }
}
