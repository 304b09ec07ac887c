package io.ullage.dashboards.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a figure is coloured, it is by three steps in order, and what is not known is not; where nothing is bad, nothing is coloured. Nobody leaves Grafana's 80 % standing. */
class ThresholdRuleTest {
    @ParameterizedTest
    @MethodSource("io.ullage.dashboards.rule.Dashboard#all")
    void stepsAreInOrderAndMeanSomething(Dashboard dashboard) {
        for (JsonNode panel : dashboard.panels()) {
            boolean line = panel.get("type").asText().equals("timeseries");
            for (JsonNode steps : panel.findValues("steps")) {
                List<String> colours = steps.findValuesAsText("color");
                assertThat(colours)
                        .as("%s: %s", dashboard, Dashboard.title(panel))
                        .isIn(
                                List.of("text"),
                                line ? List.of("green", "orange", "red") : List.of("text", "green", "orange", "red"),
                                line ? List.of("red", "orange", "green") : List.of("text", "red", "orange", "green"));
                assertThat(steps.get(0).get("value").isNull()).isTrue();
                assertThat(StreamSupport.stream(steps.spliterator(), false)
                                .skip(1)
                                .map(step -> step.get("value").asDouble()))
                        .isSorted();
            }
        }
    }
}
