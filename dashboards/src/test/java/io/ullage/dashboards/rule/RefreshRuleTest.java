package io.ullage.dashboards.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Capacity does not change while one looks: nobody's store is asked every five seconds because a tab stayed open. */
class RefreshRuleTest {
    @ParameterizedTest
    @MethodSource("io.ullage.dashboards.rule.Dashboard#all")
    void refreshIsOff(Dashboard dashboard) {
        assertThat(dashboard.json().get("refresh").asText()).isEmpty();
        assertThat(dashboard.json().has("liveNow")).isFalse();
    }
}
