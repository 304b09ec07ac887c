package io.ullage.dashboards.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A class of the ledger has one colour wherever classes stand beside each other, and a name beside it. */
class ColourRuleTest {
    private static final Map<String, String> COLOURS = Map.of(
            "live_bytes", "#0072B2",
            "claimed_bytes", "#56B4E9",
            "dead_bytes", "#D55E00",
            "stranded_bytes", "#E69F00",
            "zeroed_bytes", "#F0E442",
            "reserved_bytes", "#CC79A7",
            "ullage_bytes", "#BBBBBB",
            "unseen_bytes", "#666666");

    @ParameterizedTest
    @MethodSource("io.ullage.dashboards.rule.Dashboard#all")
    void classesHaveTheirColours(Dashboard dashboard) {
        for (JsonNode panel : dashboard.panels()) {
            if (!Dashboard.columns(panel).containsAll(COLOURS.keySet())) {
                continue;
            }
            for (JsonNode override : panel.at("/fieldConfig/overrides")) {
                String expected = COLOURS.get(override.at("/matcher/options").asText());
                if (expected != null) {
                    assertThat(override.get("properties").findValuesAsText("fixedColor"))
                            .as("%s: %s", dashboard, Dashboard.title(panel))
                            .containsExactly(expected);
                    assertThat(override.get("properties").findValuesAsText("id"))
                            .contains("displayName");
                }
            }
        }
    }
}
