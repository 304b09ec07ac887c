package io.ullage.dashboards.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Variables are sorted, used, said what they are, and cannot break out of a query. */
class VariablesRuleTest {
    private static final Pattern IN_SQL = Pattern.compile("\\$\\{?(?!__)(\\w+)(:\\w+)?}?");

    @ParameterizedTest
    @MethodSource("io.ullage.dashboards.rule.Dashboard#all")
    void variablesAreSortedAndDescribed(Dashboard dashboard) {
        assertThat(dashboard.variableNames()).isSorted().doesNotHaveDuplicates();
        assertThat(dashboard.variables()).allSatisfy(variable -> {
            assertThat(variable.get("label").asText()).isNotEmpty();
            assertThat(variable.get("description").asText()).hasSizeGreaterThan(10);
        });
    }

    @ParameterizedTest
    @MethodSource("io.ullage.dashboards.rule.Dashboard#all")
    void everyVariableIsUsedByAPanel(Dashboard dashboard) {
        String panels = dashboard.json().get("panels").toString();
        for (String name : dashboard.variableNames()) {
            assertThat(panels).as("%s: %s", dashboard, name).containsPattern("\\$\\{?" + name + "\\b");
        }
    }

    @ParameterizedTest
    @MethodSource("io.ullage.dashboards.rule.Dashboard#all")
    void queriesUseOnlyKnownVariablesAndQuoteThem(Dashboard dashboard) {
        List<String> known = dashboard.variableNames();
        for (JsonNode panel : dashboard.panels()) {
            // The second argument of $__conditionalAll is a name, not a value.
            String sql = Dashboard.sql(panel).replaceAll(", \\$\\w+\\)", ")");
            Matcher variable = IN_SQL.matcher(sql);
            while (variable.find()) {
                assertThat(known)
                        .as("%s: %s", dashboard, Dashboard.title(panel))
                        .contains(variable.group(1));
                assertThat(variable.group(2))
                        .as("%s: %s: %s", dashboard, Dashboard.title(panel), variable.group())
                        .isEqualTo(":singlequote");
            }
        }
    }
}
