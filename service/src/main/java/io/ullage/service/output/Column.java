package io.ullage.service.output;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One measure or fact of a listing.
 *
 * @param name in JSON and CSV; that of the catalogue of measures where it is one
 * @param title in a table
 * @param value absent where nobody knows
 * @param tabled when a table shows it; JSON and CSV always do
 */
public record Column<T>(String name, String title, Kind kind, Function<T, @Nullable Object> value, Tabled tabled) {

    enum Tabled {
        ALWAYS,
        /** Where some row has it and the terminal is wide enough for all columns. */
        WHERE_IT_FITS,
        NEVER
    }

    enum Kind {
        TEXT,
        TEXTS,
        BYTES,
        COUNT,
        RATIO,
        TIMES,
        MONEY,
        TIME,
        FLAG
    }

    public static <T> Column<T> text(String name, Function<T, @Nullable String> value) {
        return of(name, Kind.TEXT, value);
    }

    /** Several texts: an array in JSON, joined with {@code "; "} elsewhere. */
    public static <T> Column<T> texts(String name, Function<T, @Nullable List<String>> value) {
        return of(name, Kind.TEXTS, value);
    }

    public static <T> Column<T> bytes(String name, Function<T, @Nullable Long> value) {
        return of(name, Kind.BYTES, value);
    }

    public static <T> Column<T> count(String name, Function<T, @Nullable Long> value) {
        return of(name, Kind.COUNT, value);
    }

    /** In 0..1; per cent in a table. */
    public static <T> Column<T> ratio(String name, Function<T, @Nullable Double> value) {
        return of(name, Kind.RATIO, value);
    }

    /** How many to one, such as data to what is stored of it. */
    public static <T> Column<T> times(String name, Function<T, @Nullable Double> value) {
        return of(name, Kind.TIMES, value);
    }

    /** An amount with the decimals that it is given with; its currency is a column of its own. */
    public static <T> Column<T> money(String name, Function<T, @Nullable BigDecimal> value) {
        return of(name, Kind.MONEY, value);
    }

    public static <T> Column<T> time(String name, Function<T, @Nullable Instant> value) {
        return of(name, Kind.TIME, value);
    }

    public static <T> Column<T> flag(String name, Function<T, @Nullable Boolean> value) {
        return of(name, Kind.FLAG, value);
    }

    public Column<T> titled(String newTitle) {
        return new Column<>(name, newTitle, kind, value, tabled);
    }

    /** Too much for a table. */
    public Column<T> notTabled() {
        return new Column<>(name, title, kind, value, Tabled.NEVER);
    }

    /** Good to know, and the first to go where the terminal is narrow. */
    public Column<T> tabledWhereItFits() {
        return new Column<>(name, title, kind, value, Tabled.WHERE_IT_FITS);
    }

    boolean rightAligned() {
        return kind == Kind.BYTES
                || kind == Kind.COUNT
                || kind == Kind.RATIO
                || kind == Kind.TIMES
                || kind == Kind.MONEY;
    }

    private static <T, V> Column<T> of(String name, Kind kind, Function<T, @Nullable V> value) {
        return new Column<>(name, titleOf(name), kind, value::apply, Tabled.ALWAYS);
    }

    /** {@code provisionedBytes} becomes {@code PROVISIONED}, {@code costCentre} {@code COST CENTRE}. */
    private static String titleOf(String name) {
        String stem = name.replaceFirst("(?<=.)(Bytes|Ratio)$", "");
        return stem.replaceAll("([a-z])([A-Z])", "$1 $2").toUpperCase(java.util.Locale.ROOT);
    }
}
