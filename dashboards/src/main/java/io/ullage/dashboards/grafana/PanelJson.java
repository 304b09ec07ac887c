package io.ullage.dashboards.grafana;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A panel as JSON: the query, how each of its columns is shown, and the options of its kind. */
final class PanelJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** What a table without rows says would else stand in each cell without a value. */
    private static final String NOTHING_IN_CELL = "–";

    /** Grafana's own 150 push the last of fifteen columns out of sight. */
    private static final int COLUMN_PIXELS = 72;

    private PanelJson() {}

    static ObjectNode of(Panel panel) {
        ObjectNode json = NODES.objectNode();
        json.put("type", panel.kind.id).put("title", panel.title).put("description", panel.description);
        json.set("datasource", BoardJson.dataSource());
        json.putArray("targets").add(target(panel));
        json.set("fieldConfig", fieldConfig(panel));
        json.set("options", options(panel));
        ArrayNode links = json.putArray("links");
        for (Link link : panel.links) {
            links.addObject()
                    .put("asDropdown", false)
                    .put("icon", "external link")
                    .put("includeVars", false)
                    .put("keepTime", false)
                    .put("targetBlank", link.newTab())
                    .put("title", link.title())
                    .put("tooltip", "")
                    .put("type", "link")
                    .put("url", link.url())
                    .putArray("tags");
        }
        return json;
    }

    private static ObjectNode target(Panel panel) {
        boolean series = panel.kind == Panel.Kind.TIME_SERIES;
        ObjectNode target = NODES.objectNode();
        target.set("datasource", BoardJson.dataSource());
        return target.put("editorType", "sql")
                .put("format", series ? 0 : 1)
                .put("queryType", series ? "timeseries" : "table")
                .put("rawSql", panel.sql())
                .put("refId", "A");
    }

    /** What all columns have in common stands in the defaults; Grafana's editor shows it at the panel. */
    private static ObjectNode fieldConfig(Panel panel) {
        ObjectNode config = NODES.objectNode();
        ObjectNode defaults = config.putObject("defaults");
        List<Field> numbers = panel.fields.stream().filter(Field::isNumber).toList();
        Field first = numbers.get(0);
        defaults.put("unit", first.unit);
        defaults.put("noValue", panel.nothing == null ? "not known" : panel.nothing);
        boolean alone = numbers.size() == 1;
        if (alone) {
            ends(first, defaults::put, defaults::put);
        }
        defaults.set("thresholds", steps(panel, first.thresholds));
        ObjectNode colour = defaults.putObject("color").put("mode", colourMode(panel));
        if (panel.kind == Panel.Kind.BARS && alone) {
            colour.put("mode", "fixed").put("fixedColor", "blue");
        }
        defaults.set("custom", custom(panel));
        ArrayNode overrides = config.putArray("overrides");
        for (Field field : panel.fields()) {
            ObjectNode override = overrides.addObject();
            override.putObject("matcher").put("id", "byName").put("options", field.column);
            ArrayNode properties = override.putArray("properties");
            String name = displayName(panel, field);
            if (!name.equals(field.column)) {
                property(properties, "displayName").put("value", name);
            }
            if (panel.kind == Panel.Kind.TABLE && !field.hidden) {
                property(properties, "noValue").put("value", NOTHING_IN_CELL);
            }
            override(panel, properties, field, alone ? null : first);
        }
        return config;
    }

    /** Lines for words, such as one for each pool. */
    private static boolean byWord(Panel panel) {
        return panel.kind == Panel.Kind.TIME_SERIES && panel.fields.stream().anyMatch(other -> !other.isNumber());
    }

    /** A line for each word is called by the word alone where there is one figure only, and bounds and limits are not counted. */
    private static String displayName(Panel panel, Field field) {
        if (!byWord(panel) || !field.isNumber()) {
            return field.shown;
        }
        String word = panel.fields.stream()
                .filter(other -> !other.isNumber())
                .map(other -> "${__field.labels." + other.column + "}")
                .findFirst()
                .orElseThrow();
        boolean several = panel.fields.stream()
                        .filter(other -> other.isNumber() && !other.dashed)
                        .count()
                > 1;
        return several || field.dashed ? word + ": " + field.shown : word;
    }

    /** @param first whose unit is in the defaults; absent where all about the only figure is there */
    private static void override(Panel panel, ArrayNode properties, Field field, @Nullable Field first) {
        if (first != null && field.isNumber()) {
            if (!Objects.equals(field.unit, first.unit)) {
                property(properties, "unit").put("value", field.unit);
            }
            ends(field, (name, value) -> property(properties, name).put("value", value), (name, value) -> property(
                            properties, name)
                    .put("value", value));
            if (field != first && (field.thresholds != null || first.thresholds != null)) {
                property(properties, "thresholds").set("value", steps(panel, field.thresholds));
            }
        }
        if (field.thresholds != null && !byWord(panel)) {
            property(properties, "color").putObject("value").put("mode", "thresholds");
        }
        if (field.colour != null) {
            property(properties, "color")
                    .putObject("value")
                    .put("mode", "fixed")
                    .put("fixedColor", field.colour);
        }
        if (field.hidden) {
            hide(properties, true);
        } else if (field.dashed && byWord(panel)) {
            hide(properties, false);
        }
        if (field.gauge) {
            property(properties, "custom.cellOptions")
                    .putObject("value")
                    .put("type", "gauge")
                    .put("mode", "basic")
                    .put("valueDisplayMode", "text");
        } else if (field.thresholds != null) {
            property(properties, "custom.cellOptions").putObject("value").put("type", "color-text");
        }
        if (field.width != null) {
            property(properties, "custom.width").put("value", field.width);
        }
        if (field.dashed) {
            ObjectNode style = property(properties, "custom.lineStyle").putObject("value");
            style.put("fill", "dash").putArray("dash").add(10).add(10);
            property(properties, "custom.fillOpacity").put("value", 0);
            property(properties, "custom.stacking")
                    .putObject("value")
                    .put("group", "A")
                    .put("mode", "none");
        }
        if (!field.links.isEmpty()) {
            ArrayNode links = property(properties, "links").putArray("value");
            for (Link link : field.links) {
                links.addObject()
                        .put("targetBlank", link.newTab())
                        .put("title", link.title())
                        .put("url", link.url());
            }
        }
    }

    private static ObjectNode property(ArrayNode properties, String id) {
        return properties.addObject().put("id", id);
    }

    /** Bounds of each line would bury the lines in the legend: they are drawn, and not named there. */
    private static void hide(ArrayNode properties, boolean everywhere) {
        property(properties, "custom.hideFrom")
                .putObject("value")
                .put("legend", true)
                .put("tooltip", everywhere)
                .put("viz", everywhere);
    }

    private static void ends(Field field, BiConsumer<String, Double> ends, BiConsumer<String, Integer> digits) {
        if (field.min != null) {
            ends.accept("min", field.min);
        }
        if (field.max != null) {
            ends.accept("max", field.max);
        }
        if (field.decimals != null) {
            digits.accept("decimals", field.decimals);
        }
    }

    /** What is not known is neither good nor bad. Lines have no such values, and would show where zero is. */
    private static ObjectNode steps(Panel panel, @Nullable Thresholds limits) {
        ObjectNode json = NODES.objectNode().put("mode", "absolute");
        ArrayNode steps = json.putArray("steps");
        if (limits == null) {
            steps.addObject().put("color", "text").putNull("value");
            return json;
        }
        String least = limits.rising() ? "green" : "red";
        if (panel.kind == Panel.Kind.TIME_SERIES) {
            steps.addObject().put("color", least).putNull("value");
        } else {
            steps.addObject().put("color", "text").putNull("value");
            steps.addObject().put("color", least).put("value", 0);
        }
        if (limits.rising()) {
            steps.addObject().put("color", "orange").put("value", limits.look());
            steps.addObject().put("color", "red").put("value", limits.bad());
        } else {
            steps.addObject().put("color", "orange").put("value", limits.bad());
            steps.addObject().put("color", "green").put("value", limits.look());
        }
        return json;
    }

    private static String colourMode(Panel panel) {
        return switch (panel.kind) {
            case STAT, TABLE -> "thresholds";
            case TIME_SERIES, BARS -> "palette-classic";
        };
    }

    private static ObjectNode custom(Panel panel) {
        ObjectNode custom = NODES.objectNode();
        switch (panel.kind) {
            case STAT -> {}
            case TABLE -> {
                custom.put("align", "auto").put("filterable", true).put("inspect", false);
                custom.put("minWidth", COLUMN_PIXELS).put("wrapHeaderText", true);
                custom.putObject("cellOptions").put("type", "auto");
            }
            case TIME_SERIES -> {
                custom.put("drawStyle", "line")
                        .put("lineWidth", panel.stacked ? 1 : 2)
                        .put("fillOpacity", panel.stacked ? 70 : byWord(panel) ? 0 : 10)
                        .put("axisSoftMin", 0)
                        .put("showPoints", "auto")
                        .put("spanNulls", false);
                stacking(custom, panel);
                boolean limits = panel.fields.stream().anyMatch(field -> field.thresholds != null);
                custom.putObject("thresholdsStyle").put("mode", limits ? "dashed" : "off");
            }
            case BARS -> custom.put("fillOpacity", 80).put("lineWidth", 1);
        }
        return custom;
    }

    private static void stacking(ObjectNode custom, Panel panel) {
        custom.putObject("stacking").put("group", "A").put("mode", panel.stacked ? "normal" : "none");
    }

    private static ObjectNode options(Panel panel) {
        ObjectNode options = NODES.objectNode();
        switch (panel.kind) {
            case STAT -> {
                boolean words = panel.fields.stream().anyMatch(field -> !field.isNumber());
                options.put("colorMode", "value")
                        .put("graphMode", "none")
                        .put("justifyMode", "auto")
                        .put("orientation", "auto")
                        .put("percentChangeColorMode", "standard")
                        .put("showPercentChange", false)
                        .put("textMode", panel.fields.size() == 1 ? "auto" : "value_and_name")
                        .put("wideLayout", true);
                ObjectNode reduce = options.putObject("reduceOptions");
                reduce.put("fields", words ? "/.*/" : "").put("values", false);
                reduce.putArray("calcs").add("lastNotNull");
            }
            case TABLE -> {
                options.put("cellHeight", "sm").put("frameIndex", 0).put("showHeader", true);
                options.put("enablePagination", false);
                options.putArray("sortBy");
            }
            case TIME_SERIES -> {
                legend(options);
                tooltip(options, "multi");
            }
            case BARS -> {
                legend(options);
                tooltip(options, "multi");
                options.put("barWidth", 0.9)
                        .put("fullHighlight", false)
                        .put("groupWidth", 0.7)
                        .put("orientation", "horizontal")
                        .put("showValue", "never")
                        .put("stacking", panel.stacked ? "normal" : "none")
                        .put("xField", panel.fields.get(0).shown)
                        .put("xTickLabelMaxLength", 32)
                        .put("xTickLabelRotation", 0);
            }
        }
        return options;
    }

    private static void legend(ObjectNode options) {
        options.putObject("legend")
                .put("displayMode", "list")
                .put("placement", "bottom")
                .put("showLegend", true)
                .putArray("calcs");
    }

    private static void tooltip(ObjectNode options, String mode) {
        options.putObject("tooltip").put("mode", mode).put("sort", "none");
    }
}
