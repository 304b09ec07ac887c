package io.ullage.dashboards.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dashboards find each other by tag. */
class TagRuleTest {
    @ParameterizedTest
    @MethodSource("io.ullage.dashboards.rule.Dashboard#all")
    void tagsAreSortedAndTheMenuLeadsToThem(Dashboard dashboard) {
        assertThat(dashboard.json().get("tags"))
                .extracting(JsonNode::asText)
                .contains("ullage")
                .isSorted();
        assertThat(dashboard.json().at("/links/0/type").asText()).isEqualTo("dashboards");
        assertThat(dashboard.json().at("/links/0/tags/0").asText()).isEqualTo("ullage");
    }
}
