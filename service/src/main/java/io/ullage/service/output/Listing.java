package io.ullage.service.output;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ullage.service.output.Column.Kind;
import io.ullage.service.output.Column.Tabled;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows of one kind with their columns: the same names in every format. */
public record Listing<T>(List<Column<T>> columns) {
    static final String ABSENT = "–";

    private static final String CSV_LINE_END = "\r\n";

    public Listing {
        columns = List.copyOf(columns);
    }

    @SafeVarargs
    public static <T> Listing<T> of(Column<T>... columns) {
        return new Listing<>(List.of(columns));
    }

    /** An array of objects; what is absent is left out. */
    public void writeJson(JsonGenerator json, Iterable<? extends T> rows) throws IOException {
        json.writeStartArray();
        for (T row : rows) {
            json.writeStartObject();
            for (Column<T> column : columns) {
                Object value = column.value().apply(row);
                if (value != null) {
                    json.writeFieldName(column.name());
                    writeValue(json, value);
                }
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeValue(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof BigDecimal amount) {
            json.writeNumber(amount.toPlainString());
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof List<?> texts) {
            json.writeStartArray();
            for (Object text : texts) {
                json.writeString(String.valueOf(text));
            }
            json.writeEndArray();
        } else {
            json.writeString(String.valueOf(value));
        }
    }

    /** RFC 4180: a header record, CRLF, quotes where they are needed; what is absent is an empty field. */
    public void writeCsv(Appendable out, Iterable<? extends T> rows) throws IOException {
        out.append(columns.stream().map(Column::name).collect(Collectors.joining(",")))
                .append(CSV_LINE_END);
        for (T row : rows) {
            String separator = "";
            for (Column<T> column : columns) {
                out.append(separator).append(csvField(plain(column.value().apply(row))));
                separator = ",";
            }
            out.append(CSV_LINE_END);
        }
    }

    private static String csvField(String text) {
        boolean quoted = text.chars().anyMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private static String plain(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof BigDecimal amount) {
            return amount.toPlainString();
        }
        return value instanceof List<?> texts
                ? texts.stream().map(String::valueOf).collect(Collectors.joining("; "))
                : String.valueOf(value);
    }

    /**
     * Aligned columns. Where {@code width} is not 0 and they do not fit, figures that are zero or unknown in every row are left out, then
     * columns that are there only where they fit, the last one first; then texts are shortened.
     *
     * @param exactBytes bytes as whole numbers instead of binary units
     */
    public void writeTable(Appendable out, Iterable<? extends T> rows, int width, boolean exactBytes)
            throws IOException {
        List<Column<T>> shown = new ArrayList<>();
        List<List<String>> cells = new ArrayList<>();
        for (Column<T> column : columns) {
            if (column.tabled() == Tabled.ALWAYS
                    || (column.tabled() == Tabled.WHERE_IT_FITS && isKnown(column, rows))) {
                shown.add(column);
                cells.add(cells(column, rows, exactBytes));
            }
        }
        if (width > 0 && naturalWidth(shown, cells) > width) {
            for (int i = shown.size() - 1; i >= 0; i--) {
                if (shown.get(i).rightAligned() && !cells.get(i).isEmpty() && saysNothing(shown.get(i), rows)) {
                    shown.remove(i);
                    cells.remove(i);
                }
            }
            for (int i = shown.size() - 1; i >= 0 && naturalWidth(shown, cells) > width; i--) {
                if (shown.get(i).tabled() == Tabled.WHERE_IT_FITS) {
                    shown.remove(i);
                    cells.remove(i);
                }
            }
        }
        new TableLayout(
                        shown.stream().map(Column::title).toList(),
                        shown.stream().map(Column::rightAligned).toList(),
                        shown.stream()
                                .map(column -> column.kind() == Kind.TEXT || column.kind() == Kind.TEXTS)
                                .toList())
                .write(out, cells, width);
    }

    private static <T> List<String> cells(Column<T> column, Iterable<? extends T> rows, boolean exactBytes) {
        List<String> cells = new ArrayList<>();
        for (T row : rows) {
            cells.add(cell(column.kind(), column.value().apply(row), exactBytes));
        }
        return cells;
    }

    private static <T> int naturalWidth(List<Column<T>> shown, List<List<String>> cells) {
        int width = -TableLayout.GAP.length();
        for (int i = 0; i < shown.size(); i++) {
            width += TableLayout.GAP.length() + TableLayout.widest(shown.get(i).title(), cells.get(i));
        }
        return width;
    }

    private static <T> boolean isKnown(Column<T> column, Iterable<? extends T> rows) {
        for (T row : rows) {
            if (column.value().apply(row) != null) {
                return true;
            }
        }
        return false;
    }

    private static <T> boolean saysNothing(Column<T> column, Iterable<? extends T> rows) {
        for (T row : rows) {
            Object value = column.value().apply(row);
            if (value instanceof Number number && number.doubleValue() != 0) {
                return false;
            }
        }
        return true;
    }

    private static String cell(Kind kind, @Nullable Object value, boolean exactBytes) {
        if (value == null) {
            return ABSENT;
        }
        return switch (kind) {
            case BYTES -> exactBytes ? String.valueOf(value) : HumanBytes.text((Long) value);
            case RATIO -> percent((Double) value);
            case TIMES -> String.format(Locale.ROOT, "%.2f", (Double) value);
            case FLAG -> (Boolean) value ? "yes" : "no";
            case MONEY -> ((BigDecimal) value).toPlainString();
            case TIME -> ((Instant) value).toString();
            case TEXT, TEXTS, COUNT -> printable(plain(value));
        };
    }

    /** {@code 0.156} is {@code 15.6 %}. */
    public static String percent(double ratio) {
        return String.format(Locale.ROOT, "%.1f %%", ratio * 100);
    }

    /** Names come from images and guests: none of them may steer the terminal or break a line. */
    public static String printable(String text) {
        return text.codePoints()
                .map(point -> Character.isISOControl(point) ? '\uFFFD' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
