package io.ullage.dashboards.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A panel asks what its reader wants to know. */
class TitleRuleTest {
    @ParameterizedTest
    @MethodSource("io.ullage.dashboards.rule.Dashboard#all")
    void titlesAreQuestionsAndUnique(Dashboard dashboard) {
        assertThat(dashboard.panels())
                .extracting(Dashboard::title)
                .doesNotHaveDuplicates()
                .allSatisfy(title -> assertThat(title).matches("[A-Z].{8,78}\\?"));
        assertThat(dashboard.json().get("title").asText()).startsWith("Ullage: ");
        assertThat(dashboard.json().get("description").asText())
                .hasSizeGreaterThan(40)
                .endsWith(".");
    }

    /** Grafana cuts off what is longer, where the window is 1,600 pixels wide. */
    @ParameterizedTest
    @MethodSource("io.ullage.dashboards.rule.Dashboard#all")
    void titlesFitTheirPanels(Dashboard dashboard) {
        for (JsonNode panel : dashboard.panels()) {
            assertThat(Dashboard.title(panel)).hasSizeLessThanOrEqualTo((int)
                    (7.5 * panel.at("/gridPos/w").asInt()));
        }
    }
}
