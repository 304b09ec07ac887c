package io.ullage.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.dashboards.alerting.AlertRule;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every alert rule's query over the small fleet: what is returned, and what of it fires. */
@Tag("clickhouse")
@ExtendWith(SeededStore.Shared.class)
class AlertRuleQueriesIT {
    private static SeededStore store;

    @BeforeAll
    static void seed(SeededStore shared) {
        store = shared;
    }

    @Test
    void rowsAreWordsAndOneNumberAndTheRightOnesFire() throws SQLException {
        List<String> firing = new ArrayList<>();
        for (AlertRule rule : AlertRules.all()) {
            List<Map<String, Object>> rows = store.rows(rule.sql());
            assertThat(rows).as(rule.uid()).isNotEmpty();
            for (Map<String, Object> row : rows) {
                assertThat(row.values().stream().filter(Number.class::isInstance))
                        .as("%s: %s", rule.uid(), row)
                        .hasSize(1);
                assertThat(row.values().stream().filter(value -> !(value instanceof Number)))
                        .as("%s: %s", rule.uid(), row)
                        .allMatch(String.class::isInstance);
                row.values().stream()
                        .filter(Number.class::isInstance)
                        .filter(value -> rule.isBeyond(((Number) value).doubleValue()))
                        .forEach(value -> firing.add(rule.uid() + row.values()));
            }
        }
        assertThat(firing)
                .containsExactlyInAnyOrder(
                        "ullage-pool-likely-full[fast, 10.0]",
                        "ullage-pool-metadata[fast, 0.8]",
                        "ullage-snapshot-no-room[pool-1, 1]",
                        "ullage-critical-alert[PoolFull, 1]",
                        "ullage-agents-silent[1]");
    }
}
