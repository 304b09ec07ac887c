package io.ullage.dashboards.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A panel has one query, written as SQL, in the format that its kind needs. */
class TargetRuleTest {
    @ParameterizedTest
    @MethodSource("io.ullage.dashboards.rule.Dashboard#all")
    void oneQueryInTheRightFormat(Dashboard dashboard) {
        for (JsonNode panel : dashboard.panels()) {
            assertThat(panel.get("targets")).as(Dashboard.title(panel)).hasSize(1);
            boolean series = panel.get("type").asText().equals("timeseries");
            JsonNode target = panel.at("/targets/0");
            assertThat(target.get("editorType").asText()).isEqualTo("sql");
            assertThat(target.get("format").asInt()).as(Dashboard.title(panel)).isEqualTo(series ? 0 : 1);
            assertThat(target.get("queryType").asText()).isEqualTo(series ? "timeseries" : "table");
            if (series) {
                assertThat(Dashboard.sql(panel)).contains(" AS time").contains("ORDER BY");
            }
        }
    }
}
