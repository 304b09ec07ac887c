package io.ullage.dashboards.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What changed is seen in a diff, whoever saved it. */
class SortedKeysRuleTest {
    @ParameterizedTest
    @MethodSource("io.ullage.dashboards.rule.Dashboard#all")
    void keysAreSorted(Dashboard dashboard) {
        check(dashboard.json());
        assertThat(dashboard.text()).endsWith("}\n").doesNotContain("\t", "\r");
    }

    private static void check(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        assertThat(names).isSorted();
        node.forEach(SortedKeysRuleTest::check);
    }
}
