package io.ullage.dashboards.preview;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The panels that are no charts: figures and tables. What names hold is text in them. */
final class Markup {
    private static final double EM_PER_CHARACTER = 0.62;

    /** Unless the panel says otherwise. */
    private static final int COLUMN_PIXELS = 150;

    private Markup() {}

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A panel of the type {@code stat}: the last value of each column side by side, all of one size. */
    static String stat(JsonNode panel, Frame frame, Theme theme) {
        JsonNode options = panel.path("options");
        boolean words = !options.at("/reduceOptions/fields").asText().isEmpty();
        List<ShownField> fields = ShownField.visible(panel, frame).stream()
                .filter(field -> words || field.isNumber())
                .toList();
        boolean named = options.path("textMode").asText().equals("value_and_name") || fields.size() > 1;
        int longest = fields.stream()
                .mapToInt(field -> field.text(field.last()).length())
                .max()
                .orElse(1);
        StringBuilder html = new StringBuilder("<div class=\"stats\">");
        for (ShownField field : fields) {
            html.append("<div class=\"stat").append(named ? " named" : "").append("\">");
            if (named) {
                html.append("<div class=\"name\">")
                        .append(escaped(field.name()))
                        .append("</div>");
            }
            html.append(String.format(
                    Locale.ROOT,
                    "<div class=\"value\" style=\"color:%s;--fit:%.1fcqw\">%s</div></div>",
                    field.colour(field.last(), theme),
                    100 / (EM_PER_CHARACTER * longest),
                    escaped(field.text(field.last()))));
        }
        return html.append("</div>").toString();
    }

    /** A panel of the type {@code table}. Columns share its width, and are no narrower than Grafana's: what does not fit is cut off, as there. */
    static String table(JsonNode panel, Frame frame, Theme theme) {
        List<ShownField> fields = ShownField.visible(panel, frame);
        int least = panel.at("/fieldConfig/defaults/custom/minWidth").asInt(COLUMN_PIXELS);
        StringBuilder html = new StringBuilder("<div class=\"rows\"><table style=\"width:max(100%%,%dpx)\"><thead><tr>"
                .formatted(least * fields.size()));
        for (ShownField field : fields) {
            int width = field.custom("width").asInt();
            html.append("<th").append(field.isNumber() ? " class=\"n\"" : "");
            html.append(width > 0 ? " style=\"width:" + width + "px\"" : "").append('>');
            html.append(escaped(field.name())).append("</th>");
        }
        html.append("</tr></thead><tbody>");
        for (int row = 0; row < frame.rows(); row++) {
            html.append("<tr>");
            for (ShownField field : fields) {
                cell(html, field, field.value(row), theme);
            }
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>").toString();
    }

    private static void cell(StringBuilder html, ShownField field, @Nullable Object value, Theme theme) {
        String text = escaped(field.text(value));
        String kind = field.custom("cellOptions").path("type").asText("auto");
        html.append("<td").append(field.isNumber() ? " class=\"n\"" : "");
        switch (kind) {
            case "auto" -> html.append('>').append(text);
            case "color-text" ->
                html.append(" style=\"color:")
                        .append(field.colour(value, theme))
                        .append("\">")
                        .append(text);
            case "gauge" -> gauge(html, field, value, text, theme);
            default -> throw new PreviewException("a kind of cell is not known: " + kind);
        }
        html.append("</td>");
    }

    private static void gauge(StringBuilder html, ShownField field, @Nullable Object value, String text, Theme theme) {
        Double min = field.min();
        Double max = field.max();
        double from = min == null ? 0 : min;
        double share = value instanceof Double given && max != null ? (given - from) / (max - from) : 0;
        html.append(String.format(
                Locale.ROOT,
                "><div class=\"gauge\"><i style=\"width:%.1f%%;background:%s\"></i></div><span>%s</span>",
                100 * Math.max(0, Math.min(1, share)),
                field.colour(value, theme),
                text));
    }
}
