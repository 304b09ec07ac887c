package io.ullage.dashboards.preview;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ullage.dashboards.preview.DashboardPage.Drawn;
import io.ullage.dashboards.preview.Frame.Column;
import io.ullage.dashboards.rule.Dashboard;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DashboardPageTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    /** Two rows with a value in each column that a panel of the dashboard shows. */
    private static Frame answer(JsonNode panel) {
        List<Column> columns = new ArrayList<>();
        if (panel.path("type").asText().equals("timeseries")) {
            columns.add(Frames.times(0L, 86400000L));
        }
        for (JsonNode override : panel.at("/fieldConfig/overrides")) {
            String name = override.at("/matcher/options").asText();
            boolean number = name.matches(".*_(bytes|ratio|seconds|per_second|amount)|.*s") || !isWord(panel, name);
            columns.add(number ? Frames.numbers(name, 0.5, 2e9) : Frames.words(name, "a", "b"));
        }
        return new Frame(columns);
    }

    private static boolean isWord(JsonNode panel, String name) {
        return panel.at("/options/xField").asText().equals(name) || name.equals("pool") || name.endsWith("_id");
    }

    private static Drawn draw(Dashboard dashboard, Theme theme, Answers answers) throws IOException {
        Answers choices = sql -> Frames.frame(Frames.words("id", "one"));
        return new DashboardPage(Opened.of(dashboard.json(), choices, NOW, Map.of()), answers, theme).draw();
    }

    private static Answers perPanel(Dashboard dashboard) {
        Stream<JsonNode> panels = dashboard.panels().stream();
        var next = panels.iterator();
        return sql -> answer(next.next());
    }

    @ParameterizedTest
    @EnumSource
    void everyPanelOfEveryDashboardIsDrawn(Theme theme) throws IOException {
        for (Dashboard dashboard : Dashboard.all()) {
            Drawn drawn = draw(dashboard, theme, perPanel(dashboard));
            assertThat(drawn.unanswered()).as(dashboard.file()).isEmpty();
            assertThat(drawn.panels()).isEqualTo(dashboard.panels().size());
            assertThat(drawn.html())
                    .contains("A preview, drawn without Grafana")
                    .contains(theme.canvas);
        }
    }

    @Test
    void aPageNeedsNothingElse() throws IOException {
        Dashboard dashboard = Dashboard.all().get(0);
        String html = draw(dashboard, Theme.DARK, perPanel(dashboard)).html();
        assertThat(html.contains("echarts.init")).isTrue();
        assertThat(Pattern.compile("<link|<script [^>]*src|@import|url\\(")
                        .matcher(html.substring(0, html.indexOf("</main>")))
                        .find())
                .isFalse();
    }

    @Test
    void aPanelThatFailsAndOneThatIsEmptySaySo() throws IOException {
        Dashboard dashboard = Dashboard.all().get(0);
        List<String> asked = new ArrayList<>();
        Drawn drawn = draw(dashboard, Theme.DARK, sql -> {
            asked.add(sql);
            if (asked.size() == 1) {
                throw new PreviewException("no such <table>");
            }
            return new Frame(List.of());
        });
        assertThat(drawn.unanswered()).hasSameSizeAs(dashboard.panels());
        assertThat(drawn.unanswered().get(0)).endsWith("no such <table>");
        assertThat(drawn.html().substring(0, drawn.html().indexOf("</main>")))
                .contains("<p class=\"failed\">no such &lt;table&gt;</p>")
                .contains("<p class=\"nothing\">empty: ");
    }

    @Test
    void aTypeOfPanelThatIsNotKnownIsSaid() throws IOException {
        JsonNode json = Dashboard.all().get(0).json().deepCopy();
        ((ObjectNode) json.path("panels").get(0)).put("type", "geomap");
        Dashboard changed = new Dashboard("x.json", "", json);
        assertThat(draw(changed, Theme.DARK, perPanel(changed)).unanswered())
                .singleElement()
                .asString()
                .endsWith("a type of panel is not known: geomap");
    }
}
