package io.ullage.dashboards.preview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ullage.dashboards.preview.Frame.Column;
import io.ullage.dashboards.preview.Frame.Kind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A column with how its panel shows it: the panel's defaults, and what its overrides say of a column of that name. */
final class ShownField {
    private final Column column;
    private final ObjectNode config;

    private ShownField(Column column, ObjectNode config) {
        this.column = column;
        this.config = config;
    }

    /** The columns of a frame that are not hidden. */
    static List<ShownField> visible(JsonNode panel, Frame frame) {
        return frame.columns().stream()
                .map(column -> of(panel, column))
                .filter(field -> !field.hidden())
                .toList();
    }

    static ShownField of(JsonNode panel, Column column) {
        ObjectNode config = panel.at("/fieldConfig/defaults").deepCopy();
        for (JsonNode override : panel.at("/fieldConfig/overrides")) {
            if (!override.at("/matcher/id").asText().equals("byName")) {
                throw new PreviewException("a matcher is not known: " + override.at("/matcher/id"));
            }
            if (override.at("/matcher/options").asText().equals(column.name())) {
                override.path("properties").forEach(property -> set(config, property));
            }
        }
        return new ShownField(column, config);
    }

    private static void set(ObjectNode config, JsonNode property) {
        String id = property.path("id").asText();
        JsonNode value = property.path("value");
        if (id.startsWith("custom.")) {
            config.withObject("/custom").set(id.substring("custom.".length()), value);
        } else {
            config.set(id, value);
        }
    }

    Column column() {
        return column;
    }

    boolean isNumber() {
        return column.isNumber();
    }

    boolean isTime() {
        return column.kind() == Kind.TIME;
    }

    /** What it is called. */
    String name() {
        String shown = config.path("displayName").asText(String.join(" ", named()));
        for (Map.Entry<String, String> label : column.labels().entrySet()) {
            shown = shown.replace("${__field.labels." + label.getKey() + "}", label.getValue());
        }
        return shown;
    }

    /** As Grafana calls a line that nobody named. */
    private List<String> named() {
        return Stream.concat(Stream.of(column.name()), column.labels().values().stream())
                .toList();
    }

    boolean inLegend() {
        return !custom("hideFrom").path("legend").asBoolean();
    }

    String unit() {
        return config.path("unit").asText("none");
    }

    @Nullable
    Double min() {
        return config.hasNonNull("min") ? (Double) config.get("min").asDouble() : null;
    }

    @Nullable
    Double max() {
        return config.hasNonNull("max") ? (Double) config.get("max").asDouble() : null;
    }

    JsonNode custom(String name) {
        return config.path("custom").path(name);
    }

    private boolean hidden() {
        return custom("hideFrom").path("viz").asBoolean();
    }

    /** Whether a value's colour is that of its threshold. */
    boolean byThreshold() {
        return colourMode().equals("thresholds");
    }

    private String colourMode() {
        return config.at("/color/mode").asText();
    }

    /** Values from which on a threshold's colour holds, the first, which always holds, left out. */
    List<JsonNode> limits() {
        return config.at("/thresholds/steps")
                .valueStream()
                .filter(step -> step.hasNonNull("value"))
                .toList();
    }

    @Nullable
    Object value(int row) {
        return column.values().get(row);
    }

    /** The last value that there is. */
    @Nullable
    Object last() {
        return column.values().stream()
                .filter(Objects::nonNull)
                .reduce((before, after) -> after)
                .orElse(null);
    }

    /** As Grafana writes it; nothing, and an empty word, as the panel's or the column's words for that. */
    String text(@Nullable Object value) {
        if (value == null || value.equals("")) {
            return config.path("noValue").asText();
        }
        return switch (column.kind()) {
            case TIME -> UnitFormat.time((Long) value);
            case NUMBER -> UnitFormat.of(unit(), decimals(), (Double) value);
            case TEXT -> (String) value;
        };
    }

    private @Nullable Integer decimals() {
        return config.hasNonNull("decimals") ? (Integer) config.get("decimals").asInt() : null;
    }

    /** Of a value: that of its threshold, or the fixed one. */
    String colour(@Nullable Object value, Theme theme) {
        if (colourMode().equals("fixed")) {
            return theme.colour(config.at("/color/fixedColor").asText());
        }
        JsonNode reached = JsonNodeFactory.instance.objectNode().put("color", "text");
        double number = value instanceof Double given ? given : Double.NEGATIVE_INFINITY;
        for (JsonNode step : config.at("/thresholds/steps")) {
            if (!step.hasNonNull("value") || number >= step.get("value").asDouble()) {
                reached = step;
            }
        }
        return theme.colour(reached.path("color").asText());
    }

    /** Of a line or a bar as a whole, which is the {@code series}-th. */
    String seriesColour(int series, Theme theme) {
        return switch (colourMode()) {
            case "palette-classic" -> theme.classic(series);
            case "fixed", "thresholds" -> colour(last(), theme);
            default -> throw new PreviewException("a mode of colour is not known: " + colourMode());
        };
    }
}
