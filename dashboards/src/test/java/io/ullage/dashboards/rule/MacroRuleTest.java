package io.ullage.dashboards.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ullage.dashboards.query.PanelQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Queries use macros of the plugin only, and a line over time looks no further than the time that is chosen. */
class MacroRuleTest {
    /** A bill has one point a month, so a range of ninety days would show three. */
    private static final String WITHOUT_RANGE = "Who pays more each month?";

    @ParameterizedTest
    @MethodSource("io.ullage.dashboards.rule.Dashboard#all")
    void macrosAreKnown(Dashboard dashboard) {
        Map<String, List<String>> nothingChosen =
                dashboard.variableNames().stream().collect(Collectors.toMap(name -> name, name -> List.of("x")));
        PanelQuery query = new PanelQuery(Instant.EPOCH, Instant.EPOCH, Duration.ofMinutes(1), nothingChosen);
        for (JsonNode panel : dashboard.panels()) {
            assertThat(query.expanded(Dashboard.sql(panel))).doesNotContain("$");
        }
    }

    @ParameterizedTest
    @MethodSource("io.ullage.dashboards.rule.Dashboard#all")
    void linesOverTimeHaveATimeFilter(Dashboard dashboard) {
        for (JsonNode panel : dashboard.panels()) {
            boolean filtered = Dashboard.sql(panel).matches("(?s).*\\$__(time|date)Filter.*");
            if (Dashboard.title(panel).equals(WITHOUT_RANGE)) {
                assertThat(filtered).as("the exception is needed").isFalse();
            } else if (panel.get("type").asText().equals("timeseries")) {
                assertThat(filtered)
                        .as("%s: %s", dashboard, Dashboard.title(panel))
                        .isTrue();
            }
        }
    }
}
