package io.ullage.dashboards.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ullage.dashboards.AlertRules;
import io.ullage.dashboards.Dashboards;
import io.ullage.dashboards.grafana.SortedJson;
import io.ullage.dashboards.rule.Dashboard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** After a change: {@code -Dtest=AlertRulesTest -Dullage.regenerate=true}. */
class AlertRulesTest {
    private static final Path PROVISIONING = Path.of("grafana", "provisioning");
    private static final Path FILE = PROVISIONING.resolve(Path.of("alerting", "ullage.json"));

    @Test
    void theFileIsWhatTheRulesGive() throws IOException {
        String generated = SortedJson.of(AlertRulesJson.of(AlertRules.all(), Dashboards.all()));
        if (Boolean.getBoolean("ullage.regenerate")) {
            Files.writeString(FILE, generated);
        }
        assertThat(FILE).hasContent(generated);
    }

    @Test
    void uidsAndTitlesAreUniqueAndFitGrafana() {
        assertThat(AlertRules.all())
                .extracting(AlertRule::uid)
                .doesNotHaveDuplicates()
                .allMatch(uid -> uid.matches("ullage-[a-z-]{3,33}"));
        assertThat(AlertRules.all()).extracting(AlertRule::title).doesNotHaveDuplicates();
        assertThat(AlertRules.all()).extracting(AlertRule::severity).isSubsetOf("critical", "warning", "info");
    }

    @Test
    void queriesStandForThemselves() {
        assertThat(AlertRules.all()).allSatisfy(rule -> assertThat(rule.sql()).doesNotContain("$"));
    }

    @Test
    void theDataSourceIsTheOneThatIsProvisioned() throws IOException {
        List<String> uids = new ArrayList<>(rules().findValuesAsText("datasourceUid"));
        assertThat(uids).containsOnly(AlertRulesJson.DATASOURCE_UID, "__expr__");
        assertThat(PROVISIONING.resolve(Path.of("datasources", "ullage.yaml")))
                .content()
                .contains("\n    uid: " + AlertRulesJson.DATASOURCE_UID + "\n");
    }

    @Test
    void eachLeadsToThePanelThatShowsWhatItIsAbout() throws IOException {
        for (AlertRule rule : AlertRules.all()) {
            JsonNode annotations = rules().findParents("uid").stream()
                    .filter(node -> node.get("uid").asText().equals(rule.uid()))
                    .findFirst()
                    .orElseThrow()
                    .get("annotations");
            Dashboard board = Dashboard.all().stream()
                    .filter(one ->
                            one.uid().equals(annotations.get("__dashboardUid__").asText()))
                    .findFirst()
                    .orElseThrow();
            assertThat(board.panels())
                    .filteredOn(panel -> panel.get("id")
                            .asText()
                            .equals(annotations.get("__panelId__").asText()))
                    .singleElement()
                    .satisfies(panel -> assertThat(panel.get("title").asText()).isEqualTo(rule.panel()));
            assertThat(annotations.get("summary").asText()).contains("$values.A.Value");
        }
    }

    private static JsonNode rules() throws IOException {
        return new JsonMapper().readTree(FILE.toFile());
    }
}
