package io.ullage.job.rule;

import io.ullage.schema.alert.AlertValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts figures and labels into the texts of a rule. */
public final class Wording {
    /** What a text may use beside labels. */
    static final List<String> OWN = List.of("value", "count");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final double HOUR = 3600;
    private static final double DAY = 24 * HOUR;

    private Wording() {}

    static String of(String template, Map<String, String> labels, @Nullable AlertValue value, long count) {
        Matcher matcher = PLACEHOLDER.matcher(template);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            String filled =
                    switch (name) {
                        case "value" -> value == null ? "unknown" : value(value);
                        case "count" -> Long.toString(count);
                        default -> labels.getOrDefault(name, "unknown");
                    };
            matcher.appendReplacement(text, Matcher.quoteReplacement(filled));
        }
        return matcher.appendTail(text).toString();
    }

    /** {@code 86.4 %}, {@code 12.0 GiB}, {@code 3.5 d}; with its bounds where it has some. */
    public static String value(AlertValue value) {
        String best = number(value.best(), value.unit());
        return value.low() == value.high()
                ? best
                : best + " (" + number(value.low(), value.unit()) + " to " + number(value.high(), value.unit()) + ")";
    }

    private static String number(double number, String unit) {
        return switch (unit) {
            case "1" -> String.format(Locale.ROOT, "%.1f %%", number * 100);
            case "By" -> bytes(number);
            case "By/s" -> bytes(number * DAY) + "/d";
            case "s" -> seconds(number);
            case "{count}/s" -> String.format(Locale.ROOT, "%.1f/h", number * HOUR);
            default -> String.format(Locale.ROOT, number == Math.rint(number) ? "%.0f" : "%.1f", number);
        };
    }

    private static String bytes(double bytes) {
        double shown = Math.abs(bytes);
        int unit = 0;
        while (shown >= 1024 && unit < SIZES.length - 1) {
            shown /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", bytes < 0 ? -shown : shown, SIZES[unit]);
    }

    private static String seconds(double seconds) {
        if (seconds >= DAY) {
            return String.format(Locale.ROOT, "%.1f d", seconds / DAY);
        }
        return seconds >= HOUR
                ? String.format(Locale.ROOT, "%.1f h", seconds / HOUR)
                : String.format(Locale.ROOT, "%.0f s", seconds);
    }
}
