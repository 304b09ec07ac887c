package io.ullage.dashboards.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each dashboard has an address of its own, after which its file is called, and leaves the number to Grafana. */
class UidRuleTest {
    @Test
    void uidsAreOursUniqueAndNamedLikeTheFile() {
        List<Dashboard> dashboards = Dashboard.all();
        assertThat(dashboards).hasSize(10);
        assertThat(dashboards).extracting(Dashboard::uid).doesNotHaveDuplicates();
        for (Dashboard dashboard : dashboards) {
            assertThat(dashboard.file()).isEqualTo(dashboard.uid().replaceFirst("^ullage-", "") + ".json");
            assertThat(dashboard.json().get("id").isNull())
                    .as("%s: id is given by Grafana", dashboard)
                    .isTrue();
        }
    }
}
