package io.ullage.dashboards.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a figure is coloured, it is by three steps in order; where nothing is bad, nothing is coloured. Nobody leaves Grafana's 80 % standing. */
class ThresholdRuleTest {
    @ParameterizedTest
    @MethodSource("io.ullage.dashboards.rule.Dashboard#all")
    void stepsAreInOrderAndMeanSomething(Dashboard dashboard) {
        for (JsonNode panel : dashboard.panels()) {
            for (JsonNode steps : panel.findValues("steps")) {
                List<String> colours = steps.findValuesAsText("color");
                assertThat(colours)
                        .as("%s: %s", dashboard, Dashboard.title(panel))
                        .isIn(List.of("text"), List.of("green", "orange", "red"), List.of("red", "orange", "green"));
                assertThat(steps.get(0).get("value").isNull()).isTrue();
                assertThat(StreamSupport.stream(steps.spliterator(), false)
                                .skip(1)
                                .map(step -> step.get("value").asDouble()))
                        .isSorted();
            }
        }
    }
}
