package io.ullage.dashboards.preview;

import static io.ullage.dashboards.grafana.Field.number;
import static io.ullage.dashboards.grafana.Field.text;
import static io.ullage.dashboards.preview.Frames.GIB;
import static io.ullage.dashboards.preview.Frames.frame;
import static io.ullage.dashboards.preview.Frames.numbers;
import static io.ullage.dashboards.preview.Frames.times;
import static io.ullage.dashboards.preview.Frames.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ullage.dashboards.grafana.Board;
import io.ullage.dashboards.grafana.BoardJson;
import io.ullage.dashboards.grafana.Panel;
import io.ullage.dashboards.grafana.Thresholds;
import io.ullage.dashboards.query.PanelQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChartTest {
    private static final PanelQuery QUERY =
            new PanelQuery(Instant.ofEpochMilli(0), Instant.ofEpochMilli(864000000), Duration.ofDays(1), Map.of());

    static JsonNode json(Panel panel) {
        return BoardJson.of(Board.of("ullage-x", "X", "", "now-10d", List.of(), panel))
                .path("panels")
                .get(0);
    }

    private static Chart overTime(Panel panel, Frame frame) {
        return Chart.overTime(json(panel), frame, QUERY, 800, Theme.DARK);
    }

    @Test
    void areasOfOneUnitLieOnEachOtherOnOneAxis() {
        Chart chart = overTime(
                Panel.timeSeries("Where?", "", "SELECT 1")
                        .field(
                                number("live_bytes", "live").colour("#0072B2"),
                                number("dead_bytes", "dead").colour("#D55E00"))
                        .stacked(),
                frame(
                        times(0L, 86400000L),
                        numbers("live_bytes", 3 * GIB, 4 * GIB),
                        numbers("dead_bytes", null, 2 * GIB)));
        JsonNode series = chart.option().path("series");
        assertThat(chart.option().path("yAxis")).hasSize(1);
        assertThat(chart.option().at("/yAxis/0/axisLabel/formatter").asText()).isEqualTo("{value} GiB");
        assertThat(series).hasSize(2).allSatisfy(one -> {
            assertThat(one.path("stack").asText()).isEqualTo("A");
            assertThat(one.at("/areaStyle/opacity").asDouble()).isEqualTo(0.7);
        });
        assertThat(series.at("/0/data")).hasToString("[[0,3.0],[86400000,4.0]]");
        assertThat(series.at("/1/data")).hasToString("[[0,null],[86400000,2.0]]");
        assertThat(chart.legend())
                .containsExactly(new Chart.Entry("live", "#0072B2"), new Chart.Entry("dead", "#D55E00"));
    }

    @Test
    void aWordMakesALineOfItsOwnAndIsItsName() {
        Chart chart = overTime(
                Panel.timeSeries("Which?", "", "SELECT 1").field(text("pool", "pool"), number("used_bytes", "used")),
                frame(
                        times(0L, 0L, 86400000L),
                        words("pool", "fast", "bulk", "bulk"),
                        numbers("used_bytes", GIB, 2 * GIB, 3 * GIB)));
        assertThat(chart.legend()).extracting(Chart.Entry::name).containsExactly("fast", "bulk");
        assertThat(chart.option().at("/series/0/data")).hasToString("[[0,1.0],[86400000,null]]");
        assertThat(chart.option().at("/series/1/data")).hasToString("[[0,2.0],[86400000,3.0]]");
    }

    @Test
    void boundsOfALineAreDrawnAndNotNamed() {
        Chart chart = overTime(
                Panel.timeSeries("Which?", "", "SELECT 1")
                        .field(
                                text("pool", "pool"),
                                number("used_bytes", "used"),
                                number("limit_bytes", "limit").dashed()),
                frame(times(0L), words("pool", "fast"), numbers("used_bytes", GIB), numbers("limit_bytes", 2 * GIB)));
        assertThat(chart.legend()).extracting(Chart.Entry::name).containsExactly("fast");
        assertThat(chart.option().path("series")).hasSize(2);
        assertThat(chart.option().at("/series/1/lineStyle/type").asText()).isEqualTo("dashed");
    }

    @Test
    void linesOfSeveralPoolsKeepTheirOwnColours() {
        Chart chart = overTime(
                Panel.timeSeries("Which?", "", "SELECT 1")
                        .field(
                                text("pool", "pool"),
                                number("used_ratio", "used").mark(Thresholds.above(0.8, 0.9))),
                frame(times(0L, 0L), words("pool", "fast", "bulk"), numbers("used_ratio", 0.95, 0.95)));
        assertThat(chart.legend())
                .containsExactly(new Chart.Entry("fast", "#73BF69"), new Chart.Entry("bulk", "#F2CC0C"));
        assertThat(chart.option().at("/series/0/markLine/data")).hasSize(2);
    }

    @Test
    void eachUnitHasAnAxisAndSharesGoUpToAHundred() {
        Chart chart = overTime(
                Panel.timeSeries("How?", "", "SELECT 1")
                        .field(number("used_bytes", "used"), number("used_ratio", "share")),
                frame(times(0L), numbers("used_bytes", GIB), numbers("used_ratio", 0.5)));
        assertThat(chart.option().path("yAxis")).hasSize(2);
        assertThat(chart.option().at("/yAxis/1/max").asDouble()).isEqualTo(100);
        assertThat(chart.option().at("/yAxis/1/axisLabel/formatter").asText()).isEqualTo("{value}%");
        assertThat(chart.option().at("/series/1/yAxisIndex").asInt()).isEqualTo(1);
        assertThat(chart.option().at("/series/1/data")).hasToString("[[0,50.0]]");
    }

    @Test
    void limitsAreDashedLinesAndTheLastValueColoursTheLine() {
        Chart chart = overTime(
                Panel.timeSeries("Better?", "", "SELECT 1")
                        .field(number("used_ratio", "used").mark(Thresholds.above(0.8, 0.9))),
                frame(times(0L, 1L), numbers("used_ratio", 0.5, 0.95)));
        assertThat(chart.option().at("/series/0/markLine/data"))
                .extracting(mark -> mark.path("yAxis").asDouble())
                .containsExactly(80.0, 90.0);
        assertThat(chart.legend()).containsExactly(new Chart.Entry("used", "#F2495C"));
    }

    @Test
    void barsKeepTheOrderOfTheRowsAndTheirLimits() {
        Chart chart = Chart.bars(
                json(Panel.bars("Which?", "", "SELECT 1")
                        .field(
                                text("pool", "the pool"),
                                number("used_ratio", "used").mark(Thresholds.above(0.8, 0.9)))),
                frame(
                        words("pool", "a name of more than thirty-two letters", "bulk"),
                        numbers("used_ratio", 0.95, 0.5)),
                Theme.LIGHT);
        assertThat(chart.option().at("/yAxis/data")).hasToString("[\"a name of more than thirty-two l...\",\"bulk\"]");
        assertThat(chart.option().at("/yAxis/inverse").asBoolean()).isTrue();
        assertThat(chart.option().at("/series/0/data"))
                .extracting(bar -> bar.at("/itemStyle/color").asText())
                .containsExactly("#E02F44", "#56A64B");
        assertThat(chart.option().at("/series/0").has("stack")).isFalse();
    }

    @Test
    void stackedBarsLieBehindEachOther() {
        Chart chart = Chart.bars(
                json(Panel.bars("Which?", "", "SELECT 1")
                        .field(text("pool", "pool"), number("live_bytes", "live"), number("dead_bytes", "dead"))
                        .stacked()),
                frame(words("pool", "bulk"), numbers("live_bytes", GIB), numbers("dead_bytes", GIB)),
                Theme.DARK);
        assertThat(chart.option().path("series"))
                .extracting(one -> one.path("stack").asText())
                .containsExactly("all", "all");
    }

    @Test
    void aColourThatIsNotKnownIsRefusedByName() {
        assertThatThrownBy(() -> Theme.DARK.colour("purple"))
                .isInstanceOf(PreviewException.class)
                .hasMessageContaining("purple");
    }
}
