package io.ullage.dashboards.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ullage.dashboards.grafana.BoardJson;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A dashboard can be loaded into any Grafana: its one data source is chosen above it, and no uid of an installation stands in it. */
class DatasourceRuleTest {
    @ParameterizedTest
    @MethodSource("io.ullage.dashboards.rule.Dashboard#all")
    void oneDataSourceByVariable(Dashboard dashboard) {
        assertThat(dashboard.variables().stream()
                        .filter(variable -> variable.get("type").asText().equals("datasource")))
                .singleElement()
                .satisfies(variable -> {
                    assertThat(variable.get("name").asText()).isEqualTo("datasource");
                    assertThat(variable.get("query").asText()).isEqualTo(BoardJson.PLUGIN);
                });
        List<JsonNode> sources = dashboard.json().findValues("datasource");
        assertThat(sources).hasSizeGreaterThan(dashboard.panels().size()).allSatisfy(source -> {
            assertThat(source.get("type").asText()).isEqualTo(BoardJson.PLUGIN);
            assertThat(source.get("uid").asText()).isEqualTo("${datasource}");
        });
    }
}
