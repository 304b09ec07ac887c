package io.ullage.dashboards.preview;

import static io.ullage.dashboards.grafana.Field.id;
import static io.ullage.dashboards.grafana.Field.number;
import static io.ullage.dashboards.grafana.Field.text;
import static io.ullage.dashboards.preview.Frames.GIB;
import static io.ullage.dashboards.preview.Frames.frame;
import static io.ullage.dashboards.preview.Frames.numbers;
import static io.ullage.dashboards.preview.Frames.words;
import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.dashboards.grafana.Panel;
import io.ullage.dashboards.grafana.Thresholds;
import org.junit.jupiter.api.Test;

class MarkupTest {
    private static final Panel POOLS = Panel.table("Which?", "", "SELECT 1")
            .field(
                    id("pool_id"),
                    text("pool", "the pool"),
                    number("used_ratio", "used").gauge().mark(Thresholds.above(0.8, 0.9)),
                    number("free_ratio", "free").mark(Thresholds.below(0.2, 0.1)),
                    number("capacity_bytes", "capacity"))
            .ifNothing("there is no pool");

    private static String table() {
        return Markup.table(
                ChartTest.json(POOLS),
                frame(
                        words("pool_id", "p1"),
                        words("pool", "<fast>"),
                        numbers("used_ratio", 0.95),
                        numbers("free_ratio", 0.05),
                        numbers("capacity_bytes", (Double) null)),
                Theme.DARK);
    }

    @Test
    void aTableHasUnitsAndTheColoursOfItsLimits() {
        assertThat(table())
                .contains("<th class=\"n\">capacity</th>")
                .contains("width:95.0%;background:#F2495C\"></i></div><span>95.0%</span>")
                .contains("color:#F2495C\">5.0%</td>");
    }

    @Test
    void idsAreHiddenAndNamesAreText() {
        assertThat(table()).doesNotContain("p1").contains("&lt;fast&gt;").doesNotContain("<fast>");
    }

    @Test
    void aCellWithoutAValueDoesNotSayWhatATableWithoutRowsSays() {
        assertThat(table()).doesNotContain("there is no pool").contains("<td class=\"n\">–</td>");
    }

    @Test
    void whatIsNotKnownIsNeitherGoodNorBad() {
        Panel panel = Panel.table("Which?", "", "SELECT 1")
                .field(number("used_ratio", "used").mark(Thresholds.below(0.2, 0.1)));
        assertThat(Markup.table(ChartTest.json(panel), frame(numbers("used_ratio", null, 0.0)), Theme.DARK))
                .contains("color:" + Theme.DARK.text + "\">–</td>")
                .contains("color:#F2495C\">0.0%</td>");
    }

    @Test
    void figuresStandSideBySideWithTheirNames() {
        Panel panel = Panel.stat("How much?", "", "SELECT 1")
                .field(
                        number("free_bytes", "free"),
                        number("used_ratio", "used").mark(Thresholds.above(0.8, 0.9)));
        assertThat(Markup.stat(
                        ChartTest.json(panel),
                        frame(numbers("free_bytes", 1.5 * GIB), numbers("used_ratio", 0.85)),
                        Theme.LIGHT))
                .contains("<div class=\"name\">free</div>")
                .contains(">1.50 GiB</div>")
                .contains("color:#FF780A")
                .contains(">85.0%</div>");
    }

    @Test
    void oneFigureHasNoName() {
        Panel panel = Panel.stat("How much?", "", "SELECT 1").field(number("free_bytes", "free"));
        assertThat(Markup.stat(ChartTest.json(panel), frame(numbers("free_bytes", GIB)), Theme.DARK))
                .doesNotContain("class=\"name\"")
                .contains(">1 GiB</div>");
    }
}
