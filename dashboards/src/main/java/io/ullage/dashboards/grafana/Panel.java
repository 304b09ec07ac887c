package io.ullage.dashboards.grafana;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One question with its answer. */
public final class Panel {
    /** As Grafana names them. */
    public enum Kind {
        STAT("stat"),
        TABLE("table"),
        TIME_SERIES("timeseries"),
        BARS("barchart");

        final String id;

        Kind(String id) {
            this.id = id;
        }
    }

    final Kind kind;
    final String title;
    final String description;
    final String sql;
    final List<Field> fields = new ArrayList<>();
    final List<Link> links = new ArrayList<>();
    int width;
    int height;
    boolean stacked;

    @Nullable
    String nothing;

    private Panel(Kind kind, String title, String description, String sql, int width, int height) {
        this.kind = kind;
        this.title = title;
        this.description = description;
        this.sql = sql.strip();
        this.width = width;
        this.height = height;
    }

    /** One row of figures. */
    public static Panel stat(String title, String description, String sql) {
        return new Panel(Kind.STAT, title, description, sql, 6, 5);
    }

    public static Panel table(String title, String description, String sql) {
        return new Panel(Kind.TABLE, title, description, sql, 24, 9);
    }

    /** Rows begin with {@code time} and are sorted by it; a column of words makes a line for each word. */
    public static Panel timeSeries(String title, String description, String sql) {
        return new Panel(Kind.TIME_SERIES, title, description, sql, 12, 9);
    }

    /** A row for each bar, beginning with its name. */
    public static Panel bars(String title, String description, String sql) {
        return new Panel(Kind.BARS, title, description, sql, 12, 9);
    }

    public Panel field(Field... more) {
        fields.addAll(List.of(more));
        return this;
    }

    public Panel fields(List<Field> more) {
        fields.addAll(more);
        return this;
    }

    public Panel size(int columns, int rows) {
        width = columns;
        height = rows;
        return this;
    }

    public Panel stacked() {
        stacked = true;
        return this;
    }

    /** Where one goes from the panel as a whole. */
    public Panel to(Link link) {
        links.add(link);
        return this;
    }

    /** What is said where there is no answer, and what to do about it. */
    public Panel ifNothing(String text) {
        nothing = text;
        return this;
    }

    public Kind kind() {
        return kind;
    }

    public String title() {
        return title;
    }

    /** With the columns that links to the console need. */
    public String sql() {
        String segments =
                segmentsOf().stream().map(column -> Link.segment(column) + ", ").collect(Collectors.joining());
        return sql.replaceFirst("SELECT ", Matcher.quoteReplacement("SELECT " + segments));
    }

    /** The columns that are shown, and those that links need. */
    public List<Field> fields() {
        return Stream.concat(fields.stream(), segmentsOf().stream().map(column -> Field.id(Link.segmentColumn(column))))
                .toList();
    }

    private List<String> segmentsOf() {
        return fields.stream()
                .flatMap(field -> field.links.stream())
                .map(Link::pathOf)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }
}
