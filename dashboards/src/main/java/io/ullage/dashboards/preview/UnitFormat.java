package io.ullage.dashboards.preview;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Figures as Grafana writes them, by the name of its unit: three digits that count, unless it is told how many decimals. */
final class UnitFormat {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
    private static final List<String> SHORT = List.of("", " K", " Mil", " Bil", " Tri", " Quadr");

    /** What a value is divided by, and the word behind it. */
    record Scale(double divisor, String suffix) {
        double of(double value) {
            return value / divisor;
        }
    }

    private UnitFormat() {}

    static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    /** @throws PreviewException if the unit is not known */
    static String of(String unit, @Nullable Integer decimals, double value) {
        Scale scale = scale(unit, value);
        double scaled = scale.of(value);
        if (unit.equals("locale")) {
            return grouped(scaled, decimals);
        }
        if (unit.equals("s") && value == 0) {
            return "0 s";
        }
        return fixed(scaled, decimals) + plural(unit, scale.suffix(), scaled);
    }

    /** In which a value of that size is written; an axis takes that of its greatest. */
    static Scale scale(String unit, double value) {
        double size = Math.abs(value);
        return switch (unit) {
            case "bytes" -> steps(1024, size, BINARY, " ", "B");
            case "binBps" -> steps(1024, size, BINARY, " ", "B/s");
            case "short" -> steps(1000, size, SHORT, "", "");
            case "percentunit" -> new Scale(0.01, "%");
            case "locale", "none" -> new Scale(1, "");
            case "s" -> seconds(size);
            default -> {
                if (unit.startsWith("suffix:")) {
                    yield new Scale(1, " " + unit.substring("suffix:".length()));
                }
                throw new PreviewException("a unit is not known: " + unit);
            }
        };
    }

    private static Scale steps(double base, double size, List<String> prefixes, String gap, String unit) {
        int step = 0;
        double divisor = 1;
        while (step < prefixes.size() - 1 && size >= divisor * base) {
            divisor *= base;
            step++;
        }
        return new Scale(divisor, gap + prefixes.get(step) + unit);
    }

    private static Scale seconds(double size) {
        if (size > 0 && size < 1) {
            return new Scale(0.001, " ms");
        }
        if (size < 60) {
            return new Scale(1, " s");
        }
        if (size < 3600) {
            return new Scale(60, " min");
        }
        if (size < 86400) {
            return new Scale(3600, " hour");
        }
        if (size < 604800) {
            return new Scale(86400, " day");
        }
        return size < 31536000 ? new Scale(604800, " week") : new Scale(3.15569e7, " year");
    }

    private static String plural(String unit, String suffix, double scaled) {
        return unit.equals("s") && suffix.length() > " ms".length() && Math.abs(scaled) > 1 ? suffix + "s" : suffix;
    }

    private static String fixed(double value, @Nullable Integer decimals) {
        int digits = decimals != null ? decimals : digits(value);
        double power = Math.pow(10, digits);
        double rounded = Math.floor(value * power + 0.5) / power;
        return BigDecimal.valueOf(rounded)
                .setScale(digits, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private static int digits(double value) {
        if (value == Math.rint(value)) {
            return 0;
        }
        return Math.max(0, 2 - (int) Math.floor(Math.log10(Math.abs(value))));
    }

    private static String grouped(double value, @Nullable Integer decimals) {
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMaximumFractionDigits(decimals == null ? 3 : decimals);
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format.format(value);
    }
}
