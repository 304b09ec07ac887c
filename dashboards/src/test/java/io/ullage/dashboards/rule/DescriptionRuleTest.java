package io.ullage.dashboards.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A panel says how its number comes about, and what it means that there is none. */
class DescriptionRuleTest {
    @ParameterizedTest
    @MethodSource("io.ullage.dashboards.rule.Dashboard#all")
    void descriptionsAreSentences(Dashboard dashboard) {
        for (JsonNode panel : dashboard.panels()) {
            assertThat(panel.get("description").asText())
                    .as("%s: %s", dashboard, Dashboard.title(panel))
                    .hasSizeGreaterThan(40)
                    .matches("(?s)[A-Z].*\\.")
                    .isNotEqualTo(Dashboard.title(panel));
            assertThat(panel.at("/fieldConfig/defaults/noValue").asText())
                    .as("%s: %s", dashboard, Dashboard.title(panel))
                    .isNotEmpty();
        }
    }
}
