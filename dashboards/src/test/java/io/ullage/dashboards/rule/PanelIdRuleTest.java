package io.ullage.dashboards.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links to a panel and its alert state go by its id. */
class PanelIdRuleTest {
    @ParameterizedTest
    @MethodSource("io.ullage.dashboards.rule.Dashboard#all")
    void idsOfPanelsAreUnique(Dashboard dashboard) {
        assertThat(dashboard.panels())
                .isNotEmpty()
                .extracting(panel -> panel.get("id").asInt())
                .doesNotHaveDuplicates()
                .allMatch(id -> id > 0);
    }
}
