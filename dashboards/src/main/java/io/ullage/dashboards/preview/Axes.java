package io.ullage.dashboards.preview;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ullage.dashboards.preview.UnitFormat.Scale;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An axis for each unit of a chart, as Grafana has it. Values are divided before they are drawn, so that an axis of bytes has whole steps of a binary unit,
 * and its label needs no code.
 */
final class Axes {
    private static final int APART = 60;
    private static final double DIGITS = 1e6;

    private final Map<String, List<ShownField>> byUnit = new LinkedHashMap<>();
    private final Map<String, Scale> scales = new LinkedHashMap<>();
    private final Theme theme;

    /** @param stacked whether the values of a row add up */
    Axes(List<ShownField> fields, boolean stacked, Theme theme) {
        this.theme = theme;
        fields.forEach(field ->
                byUnit.computeIfAbsent(field.unit(), unit -> new ArrayList<>()).add(field));
        byUnit.forEach((unit, sharing) -> scales.put(unit, UnitFormat.scale(unit, greatest(sharing, stacked))));
    }

    private static double greatest(List<ShownField> fields, boolean stacked) {
        int rows = fields.get(0).column().values().size();
        double greatest = 0;
        for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (ShownField field : fields) {
                double value = field.value(row) instanceof Double given ? Math.abs(given) : 0;
                sum = stacked ? sum + value : Math.max(sum, value);
            }
            greatest = Math.max(greatest, sum);
        }
        return greatest;
    }

    int indexOf(ShownField field) {
        return List.copyOf(byUnit.keySet()).indexOf(field.unit());
    }

    /** Whether it is the first of its unit: the limits of that one are drawn. */
    boolean leads(ShownField field) {
        return byUnit.getOrDefault(field.unit(), List.of()).get(0) == field;
    }

    void put(ArrayNode data, ShownField field, @Nullable Object value) {
        if (value == null) {
            data.addNull();
        } else {
            data.add(scaled(field, (Double) value));
        }
    }

    double scaled(ShownField field, double value) {
        return round(Objects.requireNonNull(scales.get(field.unit())).of(value));
    }

    /** @param fromZero whether an axis begins with zero, where nothing says otherwise */
    ArrayNode json(boolean fromZero) {
        ArrayNode axes = JsonNodeFactory.instance.arrayNode();
        byUnit.forEach((unit, fields) -> {
            Scale scale = Objects.requireNonNull(scales.get(unit));
            int index = axes.size();
            ObjectNode axis = axes.addObject().put("type", "value").put("scale", !fromZero);
            put(axis, "min", outmost(fields, ShownField::min, Math::min), scale);
            put(axis, "max", outmost(fields, ShownField::max, Math::max), scale);
            axis.putObject("axisLabel")
                    .put("formatter", "{value}" + scale.suffix())
                    .put("hideOverlap", true)
                    .put("color", theme.soft);
            axis.putObject("splitLine")
                    .put("show", index == 0)
                    .putObject("lineStyle")
                    .put("color", theme.line);
            if (index > 1) {
                axis.put("offset", APART * (index - 1));
            }
        });
        return axes;
    }

    private static @Nullable Double outmost(
            List<ShownField> fields, Function<ShownField, @Nullable Double> end, BinaryOperator<Double> outer) {
        return fields.stream().map(end).filter(Objects::nonNull).reduce(outer).orElse(null);
    }

    private static void put(ObjectNode axis, String end, @Nullable Double value, Scale scale) {
        if (value != null) {
            axis.put(end, round(scale.of(value)));
        }
    }

    private static double round(double value) {
        return Math.round(value * DIGITS) / DIGITS;
    }
}
