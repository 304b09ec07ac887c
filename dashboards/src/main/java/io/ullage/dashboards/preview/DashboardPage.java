package io.ullage.dashboards.preview;

import com.fasterxml.jackson.databind.JsonNode;
import io.ullage.dashboards.preview.Frame.Kind;
import io.ullage.dashboards.query.PanelQuery;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A dashboard as one page that needs nothing else. */
final class DashboardPage {
    /** Of a window in which Grafana's own menu is closed; only the density of points depends on it. */
    private static final double PIXELS = 1400;

    private static final int COLUMNS = 24;
    private static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";

    /**
     * @param html the page
     * @param unanswered titles of the panels that failed or are empty, with the reason
     */
    record Drawn(String html, int panels, List<String> unanswered) {
        Drawn {
            unanswered = List.copyOf(unanswered);
        }
    }

    private final Opened opened;
    private final Answers store;
    private final Theme theme;
    private final List<String> unanswered = new ArrayList<>();

    DashboardPage(Opened opened, Answers store, Theme theme) {
        this.opened = opened;
        this.store = store;
        this.theme = theme;
    }

    Drawn draw() throws IOException {
        StringBuilder html = new StringBuilder();
        String title = Markup.escaped(opened.json().path("title").asText());
        html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
                .append(title)
                .append(", a preview</title>\n<style>")
                .append(colours())
                .append(resource("preview.css"))
                .append("</style></head>\n<body><header><h1>")
                .append(title)
                .append("</h1><p class=\"said\">A preview, drawn without Grafana</p>");
        opened.labels().forEach((label, value) -> html.append("<p><span>")
                .append(Markup.escaped(label))
                .append("</span> ")
                .append(Markup.escaped(value))
                .append("</p>"));
        html.append("<p><span>Time</span> ")
                .append(UnitFormat.time(opened.from().toEpochMilli()))
                .append(" to ")
                .append(UnitFormat.time(opened.to().toEpochMilli()))
                .append(" UTC</p></header>\n<main>\n");
        int panels = 0;
        for (JsonNode panel : opened.json().path("panels")) {
            panel(html, panel);
            panels++;
        }
        html.append("</main>\n<script>")
                .append(resource(ECHARTS))
                .append("</script>\n<script>")
                .append(resource("preview.js"))
                .append("</script></body></html>\n");
        return new Drawn(html.toString(), panels, unanswered);
    }

    private String colours() {
        return ":root{--canvas:%s;--panel:%s;--text:%s;--soft:%s;--line:%s;--bad:%s}\n"
                .formatted(theme.canvas, theme.panel, theme.text, theme.soft, theme.line, theme.colour("red"));
    }

    private void panel(StringBuilder html, JsonNode panel) {
        JsonNode place = panel.path("gridPos");
        String title = panel.path("title").asText();
        html.append(
                "<section data-type=\"%s\" style=\"grid-column:%d/span %d;grid-row:%d/span %d\"><h2 title=\"%s\">%s</h2>"
                        .formatted(
                                Markup.escaped(panel.path("type").asText()),
                                place.path("x").asInt() + 1,
                                place.path("w").asInt(),
                                place.path("y").asInt() + 1,
                                place.path("h").asInt(),
                                Markup.escaped(panel.path("description").asText()),
                                Markup.escaped(title)));
        try {
            html.append(answer(panel, PIXELS * place.path("w").asInt() / COLUMNS));
        } catch (PreviewException | IllegalArgumentException e) {
            nothing(html, "failed", title, String.valueOf(e.getMessage()));
        }
        html.append("</section>\n");
    }

    private String answer(JsonNode panel, double pixels) {
        PanelQuery query = opened.query(pixels);
        JsonNode targets = panel.path("targets");
        if (targets.size() != 1) {
            throw new PreviewException("a panel has one query, not " + targets.size());
        }
        Frame frame = store.ask(query.expanded(targets.get(0).path("rawSql").asText()));
        StringBuilder html = new StringBuilder();
        if (isEmpty(panel, frame)) {
            nothing(
                    html,
                    "nothing",
                    panel.path("title").asText(),
                    "empty: " + panel.at("/fieldConfig/defaults/noValue").asText());
            return html.toString();
        }
        String type = panel.path("type").asText();
        switch (type) {
            case "stat" -> html.append(Markup.stat(panel, frame, theme));
            case "table" -> html.append(Markup.table(panel, frame, theme));
            case "timeseries" -> chart(html, Chart.overTime(panel, frame, query, pixels, theme));
            case "barchart" -> chart(html, Chart.bars(panel, frame, theme));
            default -> throw new PreviewException("a type of panel is not known: " + type);
        }
        return html.toString();
    }

    /** No row, or no figure in any. */
    private static boolean isEmpty(JsonNode panel, Frame frame) {
        if (frame.rows() == 0) {
            return true;
        }
        return ShownField.visible(panel, frame).stream()
                .filter(field -> field.column().kind() != Kind.TIME)
                .allMatch(field -> field.column().values().stream().allMatch(Objects::isNull));
    }

    private static void chart(StringBuilder html, Chart chart) {
        html.append("<div class=\"plot\"></div><script type=\"application/json\">")
                .append(chart.option().toString().replace("<", "\\u003c"))
                .append("</script><ul class=\"legend\">");
        for (Chart.Entry entry : chart.legend()) {
            html.append("<li><i style=\"background:")
                    .append(entry.colour())
                    .append("\"></i>")
                    .append(Markup.escaped(entry.name()))
                    .append("</li>");
        }
        html.append("</ul>");
    }

    private void nothing(StringBuilder html, String how, String title, String why) {
        unanswered.add(title + ": " + why);
        html.append("<p class=\"")
                .append(how)
                .append("\">")
                .append(Markup.escaped(why))
                .append("</p>");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = DashboardPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is not among the classes");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
