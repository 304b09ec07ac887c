package io.ullage.dashboards.preview;

import java.util.List;

/** Colours of Grafana 12.4, as its package {@code @grafana/data} gives them. */
enum Theme {
    DARK(
            "#111217",
            "#181b1f",
            "rgb(204, 204, 220)",
            "rgba(204, 204, 220, 0.65)",
            "rgba(204, 204, 220, 0.12)",
            "#73BF69",
            "#FF9830",
            "#F2495C",
            List.of(
                    "#73BF69", "#F2CC0C", "#5794F2", "#FF9830", "#F2495C", "#B877D9", "#37872D", "#E0B400", "#1F60C4",
                    "#FA6400", "#C4162A", "#8F3BB8", "#C8F2C2", "#FFF899", "#C0D8FF", "#FFCB7D", "#FFA6B0", "#DEB6F2")),
    LIGHT(
            "#fbfbfb",
            "#ffffff",
            "rgb(36, 41, 46)",
            "rgba(36, 41, 46, 0.75)",
            "rgba(36, 41, 46, 0.12)",
            "#56A64B",
            "#FF780A",
            "#E02F44",
            List.of(
                    "#56A64B", "#E0B400", "#3274D9", "#FF780A", "#E02F44", "#A352CC", "#19730E", "#CC9D00", "#1250B0",
                    "#E55400", "#AD0317", "#7C2EA3", "#96D98D", "#FFEE52", "#8AB8FF", "#FFB357", "#FF7383", "#CA95E5"));

    final String canvas;
    final String panel;
    final String text;
    final String soft;
    final String line;
    private final String green;
    private final String orange;
    private final String red;
    private final List<String> palette;

    Theme(
            String canvas,
            String panel,
            String text,
            String soft,
            String line,
            String green,
            String orange,
            String red,
            List<String> palette) {
        this.canvas = canvas;
        this.panel = panel;
        this.text = text;
        this.soft = soft;
        this.line = line;
        this.green = green;
        this.orange = orange;
        this.red = red;
        this.palette = palette;
    }

    /**
     * @param name as a dashboard has it
     * @throws PreviewException if it is not known
     */
    String colour(String name) {
        if (name.startsWith("#")) {
            return name;
        }
        return switch (name) {
            case "text" -> text;
            case "green" -> green;
            case "orange" -> orange;
            case "red" -> red;
            case "blue" -> palette.get(2);
            default -> throw new PreviewException("a colour is not known: " + name);
        };
    }

    /** Grafana's {@code palette-classic}. */
    String classic(int series) {
        return palette.get(series % palette.size());
    }
}
