package io.ullage.dashboards.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A share is drawn between its ends, so that 40 % does not fill the panel. */
class PercentRuleTest {
    @ParameterizedTest
    @MethodSource("io.ullage.dashboards.rule.Dashboard#all")
    void percentagesHaveTheirEnds(Dashboard dashboard) {
        for (JsonNode panel : dashboard.panels()) {
            JsonNode defaults = panel.at("/fieldConfig/defaults");
            for (JsonNode override : panel.at("/fieldConfig/overrides")) {
                String unit = property(override, "unit", defaults).asText();
                if (unit.equals("percentunit") && !isText(override, panel)) {
                    String as = dashboard + ": " + Dashboard.title(panel) + ": " + override.at("/matcher/options");
                    assertThat(property(override, "min", defaults).asDouble(-1))
                            .as(as)
                            .isZero();
                    assertThat(property(override, "max", defaults).asDouble(-1))
                            .as(as)
                            .isGreaterThanOrEqualTo(1);
                }
            }
        }
    }

    private static JsonNode property(JsonNode override, String id, JsonNode defaults) {
        return Dashboard.list(override.get("properties")).stream()
                .filter(property -> property.get("id").asText().equals(id))
                .map(property -> property.get("value"))
                .findFirst()
                .orElse(defaults.path(id));
    }

    private static boolean isText(JsonNode override, JsonNode panel) {
        return !override.at("/matcher/options").asText().endsWith("_ratio")
                && panel.at("/fieldConfig/defaults/unit").asText().equals("percentunit");
    }
}
