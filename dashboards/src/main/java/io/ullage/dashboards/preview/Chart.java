package io.ullage.dashboards.preview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ullage.dashboards.query.PanelQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chart as ECharts' option, and its legend.
 *
 * @param option nothing in it is code
 */
record Chart(ObjectNode option, List<Entry> legend) {
    /** What a colour stands for. */
    record Entry(String name, String colour) {}

    private static final double POINTS_FROM_PIXELS = 10;
    private static final double LABEL_PIXELS = 110;

    Chart {
        legend = List.copyOf(legend);
    }

    /** Lines and areas over time: a panel of the type {@code timeseries}. */
    static Chart overTime(JsonNode panel, Frame answer, PanelQuery query, double pixels, Theme theme) {
        Frame frame = answer.wide();
        List<ShownField> lines = numbers(panel, frame);
        List<?> times = frame.columns().get(0).values();
        Axes axes = new Axes(lines, lines.stream().anyMatch(Chart::stacked), theme);
        ObjectNode option = option(theme);
        option.put("useUTC", true);
        ObjectNode time = option.putObject("xAxis").put("type", "time");
        time.put("min", query.from().toEpochMilli()).put("max", query.to().toEpochMilli());
        time.put("splitNumber", Math.max(2, (int) (pixels / LABEL_PIXELS)));
        boolean days = Duration.between(query.from(), query.to()).toDays() > 2;
        time.putObject("axisLabel")
                .put("formatter", days ? "{MM}/{dd}" : "{HH}:{mm}")
                .put("hideOverlap", true)
                .put("color", theme.soft);
        time.putObject("splitLine").put("show", true).putObject("lineStyle").put("color", theme.line);
        option.set("yAxis", axes.json(lines.stream().anyMatch(Chart::fromZero)));
        ArrayNode series = option.putArray("series");
        List<Entry> legend = new ArrayList<>();
        boolean points = times.size() * POINTS_FROM_PIXELS <= pixels;
        for (ShownField line : lines) {
            String colour = line.seriesColour(series.size(), theme);
            if (line.inLegend()) {
                legend.add(new Entry(line.name(), colour));
            }
            ObjectNode drawn = line(line, colour, points).put("yAxisIndex", axes.indexOf(line));
            ArrayNode data = drawn.putArray("data");
            for (int row = 0; row < times.size(); row++) {
                axes.put(data.addArray().add((Long) times.get(row)), line, line.value(row));
            }
            if (axes.leads(line)
                    && line.custom("thresholdsStyle").path("mode").asText().equals("dashed")) {
                limits(drawn, line, axes, theme);
            }
            series.add(drawn);
        }
        return new Chart(option, legend);
    }

    private static ObjectNode line(ShownField line, String colour, boolean points) {
        ObjectNode drawn = JsonNodeFactory.instance.objectNode();
        drawn.put("type", "line")
                .put("name", line.name())
                .put("color", colour)
                .put("symbol", points ? "circle" : "none")
                .put("symbolSize", 5)
                .put("connectNulls", line.custom("spanNulls").asBoolean());
        boolean dashed = line.custom("lineStyle").path("fill").asText().equals("dash");
        drawn.putObject("lineStyle")
                .put("width", line.custom("lineWidth").asInt(1))
                .put("type", dashed ? "dashed" : "solid");
        int fill = line.custom("fillOpacity").asInt();
        if (fill > 0) {
            drawn.putObject("areaStyle").put("opacity", fill / 100.0);
        }
        if (stacked(line)) {
            drawn.put("stack", line.custom("stacking").path("group").asText());
        }
        return drawn;
    }

    private static void limits(ObjectNode drawn, ShownField line, Axes axes, Theme theme) {
        ObjectNode marks = drawn.putObject("markLine").put("silent", true).put("symbol", "none");
        marks.putObject("label").put("show", false);
        ArrayNode data = marks.putArray("data");
        for (JsonNode limit : line.limits()) {
            double value = limit.get("value").asDouble();
            data.addObject()
                    .put("yAxis", axes.scaled(line, value))
                    .putObject("lineStyle")
                    .put("type", "dashed")
                    .put("color", theme.colour(limit.path("color").asText()));
        }
    }

    /** Bars, the first row on top: a panel of the type {@code barchart}. */
    static Chart bars(JsonNode panel, Frame frame, Theme theme) {
        JsonNode options = panel.path("options");
        if (!options.path("orientation").asText().equals("horizontal")) {
            throw new PreviewException("bars that stand are not known");
        }
        List<ShownField> all = ShownField.visible(panel, frame);
        String named = options.path("xField").asText();
        ShownField names = all.stream()
                .filter(field ->
                        field.name().equals(named) || field.column().name().equals(named))
                .findFirst()
                .orElseThrow(() -> new PreviewException("the column of names is missing: " + named));
        List<ShownField> bars = numbers(panel, frame);
        boolean stacked = options.path("stacking").asText().equals("normal");
        Axes axes = new Axes(bars, stacked, theme);
        ObjectNode option = option(theme);
        ObjectNode categories =
                option.putObject("yAxis").put("type", "category").put("inverse", true);
        categories.putObject("axisLabel").put("interval", 0).put("color", theme.soft);
        categories.putObject("axisTick").put("show", false);
        ArrayNode words = categories.putArray("data");
        for (int row = 0; row < frame.rows(); row++) {
            words.add(shortened(
                    names.text(names.value(row)),
                    options.path("xTickLabelMaxLength").asInt()));
        }
        option.set("xAxis", axes.json(true));
        ArrayNode series = option.putArray("series");
        List<Entry> legend = new ArrayList<>();
        for (ShownField bar : bars) {
            String colour = bar.seriesColour(legend.size(), theme);
            legend.add(new Entry(bar.name(), colour));
            ObjectNode drawn = series.addObject()
                    .put("type", "bar")
                    .put("name", bar.name())
                    .put("color", colour)
                    .put("xAxisIndex", axes.indexOf(bar));
            if (stacked) {
                drawn.put("stack", "all");
            }
            ArrayNode data = drawn.putArray("data");
            for (int row = 0; row < frame.rows(); row++) {
                bar(data, bar, bar.value(row), axes, theme);
            }
        }
        return new Chart(option, legend);
    }

    private static void bar(ArrayNode data, ShownField bar, @Nullable Object value, Axes axes, Theme theme) {
        if (value == null || !bar.byThreshold()) {
            axes.put(data, bar, value);
            return;
        }
        data.addObject()
                .put("value", axes.scaled(bar, (Double) value))
                .putObject("itemStyle")
                .put("color", bar.colour(value, theme));
    }

    private static String shortened(String text, int most) {
        return most > 0 && text.length() > most ? text.substring(0, most) + "..." : text;
    }

    private static boolean fromZero(ShownField line) {
        return stacked(line) || line.custom("axisSoftMin").asDouble(Double.NaN) == 0;
    }

    private static boolean stacked(ShownField line) {
        return line.custom("stacking").path("mode").asText().equals("normal");
    }

    private static List<ShownField> numbers(JsonNode panel, Frame frame) {
        List<ShownField> numbers = ShownField.visible(panel, frame).stream()
                .filter(ShownField::isNumber)
                .toList();
        if (numbers.isEmpty()) {
            throw new PreviewException("there is no figure to draw");
        }
        return numbers;
    }

    private static ObjectNode option(Theme theme) {
        ObjectNode option = JsonNodeFactory.instance.objectNode().put("animation", false);
        option.putObject("grid")
                .put("left", 4)
                .put("right", 32)
                .put("top", 10)
                .put("bottom", 2)
                .put("containLabel", true);
        option.putObject("tooltip").put("trigger", "axis").put("confine", true);
        option.putObject("textStyle").put("color", theme.text).put("fontFamily", "Inter, Helvetica, Arial, sans-serif");
        return option;
    }
}
