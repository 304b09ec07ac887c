package io.ullage.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DashboardRulesTest {
    static List<Dashboard> dashboards() {
        return Dashboard.all();
    }

    @Test
    void thereAreDashboardsAndTheirUidsAreUnique() {
        assertThat(dashboards()).isNotEmpty();
        assertThat(dashboards())
                .extracting(dashboard -> dashboard.json().get("uid").asText())
                .allMatch(uid -> uid.startsWith("ullage-"))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void canBeLoadedAnywhere(Dashboard dashboard) {
        assertThat(dashboard.json().get("id").isNull())
                .as("id is given by Grafana")
                .isTrue();
        assertThat(dashboard.json().get("refresh").asText())
                .as("refresh is off")
                .isEmpty();
        assertThat(dashboard.json().get("tags")).extracting(JsonNode::asText).contains("ullage");
        for (JsonNode panel : dashboard.panels()) {
            assertThat(panel.get("datasource").get("uid").asText())
                    .as("no data source of one installation in panel %s", panel.get("id"))
                    .isEqualTo("${datasource}");
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelsAskAQuestionAndSayHowTheNumberComesAbout(Dashboard dashboard) {
        assertThat(dashboard.panels())
                .extracting(panel -> panel.get("id").asInt())
                .doesNotHaveDuplicates();
        for (JsonNode panel : dashboard.panels()) {
            assertThat(panel.get("title").asText()).endsWith("?");
            assertThat(panel.get("description").asText()).hasSizeGreaterThan(40);
            assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void percentagesHaveTheirEnds(Dashboard dashboard) {
        for (JsonNode panel : dashboard.panels()) {
            JsonNode defaults = panel.at("/fieldConfig/defaults");
            if (defaults.get("unit").asText().equals("percentunit")) {
                assertThat(defaults.get("min").asInt())
                        .as(panel.get("title").asText())
                        .isZero();
                assertThat(defaults.get("max").asInt())
                        .as(panel.get("title").asText())
                        .isOne();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyVariableIsUsed(Dashboard dashboard) {
        for (JsonNode variable : dashboard.variables()) {
            String name = variable.get("name").asText();
            assertThat(dashboard.panels().toString())
                    .as(name)
                    .matches("(?s).*(\\$" + name + "\\b|\\$\\{" + name + "[}:]).*");
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void keysAreSorted(Dashboard dashboard) throws JsonProcessingException {
        JsonMapper sorted = JsonMapper.builder()
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build();
        Map<?, ?> tree = sorted.convertValue(dashboard.json(), TreeMap.class);
        String inOrder = sorted.writeValueAsString(tree);
        assertThat(sorted.writeValueAsString(dashboard.json())).isEqualTo(inOrder);
    }
}
