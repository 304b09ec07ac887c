package io.ullage.dashboards.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ullage.dashboards.Dashboards;
import io.ullage.dashboards.grafana.Board;
import io.ullage.dashboards.grafana.Field;
import io.ullage.dashboards.grafana.Panel;
import io.ullage.dashboards.grafana.Units;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each panel has a unit; what the catalogue of measures knows is shown in its unit. */
class UnitRuleTest {
    static List<Board> boards() {
        return Dashboards.all();
    }

    @ParameterizedTest
    @MethodSource("io.ullage.dashboards.rule.Dashboard#all")
    void panelsHaveAUnit(Dashboard dashboard) {
        for (JsonNode panel : dashboard.panels()) {
            assertThat(panel.at("/fieldConfig/defaults/unit").asText())
                    .as("%s: %s", dashboard, Dashboard.title(panel))
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("boards")
    void measuresAreShownInTheUnitOfTheCatalogue(Board board) {
        for (Panel panel : board.panels()) {
            for (Field field : panel.fields()) {
                Units.of(field.column()).ifPresent(unit -> assertThat(field.unit())
                        .as("%s: %s: %s", board.uid(), panel.title(), field.column())
                        .isEqualTo(unit.grafana()));
            }
        }
    }
}
