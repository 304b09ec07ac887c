package io.ullage.dashboards.grafana;

import io.ullage.schema.catalogue.Unit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A column of a panel's query: how it is called, in what it counts, from when on it is bad, and where it leads. */
public final class Field {
    /** Of each class of the ledger (Okabe and Ito), the same everywhere in Ullage. */
    private static final List<Field> CLASSES = List.of(
            number("live_bytes", "live").colour("#0072B2"),
            number("claimed_bytes", "claimed").colour("#56B4E9"),
            number("dead_bytes", "dead").colour("#D55E00"),
            number("stranded_bytes", "stranded").colour("#E69F00"),
            number("zeroed_bytes", "zeroed").colour("#F0E442"),
            number("reserved_bytes", "reserved").colour("#CC79A7"),
            number("ullage_bytes", "ullage").colour("#BBBBBB"),
            number("unseen_bytes", "unseen").colour("#666666"));

    final String column;
    final String shown;
    final @Nullable String unit;
    final List<Link> links = new ArrayList<>();
    boolean hidden;
    boolean gauge;

    @Nullable
    Double min;

    @Nullable
    Double max;

    @Nullable
    Integer decimals;

    @Nullable
    Integer width;

    @Nullable
    Thresholds thresholds;

    @Nullable
    String colour;

    boolean dashed;

    private Field(String column, String shown, @Nullable String unit) {
        this.column = column;
        this.shown = shown;
        this.unit = unit;
    }

    /** A word or a name. */
    public static Field text(String column, String shown) {
        return new Field(column, shown, null);
    }

    /** A moment, which is cut off in a column of average width. */
    public static Field time(String column, String shown) {
        return text(column, shown).width(165);
    }

    /** An id that links need and nobody wants to read. */
    public static Field id(String column) {
        Field field = new Field(column, column, null);
        field.hidden = true;
        return field;
    }

    /** A figure whose unit its name says. */
    public static Field number(String column, String shown) {
        Unit unit = Units.of(column)
                .orElseThrow(() -> new IllegalArgumentException("the unit of " + column + " is not known"));
        Field field = new Field(column, shown, unit.grafana());
        if (unit == Unit.RATIO) {
            field.range(0, 1).decimals(1);
        }
        return field;
    }

    /**
     * A time to come or an age. Seconds would be weeks in one row and years in the next: they cannot be compared down a column.
     *
     * @param column of days
     */
    public static Field days(String column, String shown) {
        return new Field(column, shown, "suffix:d").decimals(0);
    }

    /** A number of things that the catalogue has no measure for. */
    public static Field count(String column, String shown) {
        return new Field(column, shown, Unit.COUNT.grafana());
    }

    /** A figure in a unit that the catalogue does not know, such as money, whose currency stands beside it. */
    public static Field in(String unit, String column, String shown) {
        return new Field(column, shown, unit);
    }

    /** The eight classes of the ledger, which sum to what is provisioned. */
    public static List<Field> classes() {
        return CLASSES;
    }

    public Field range(double from, double to) {
        min = from;
        max = to;
        return this;
    }

    public Field decimals(int count) {
        decimals = count;
        return this;
    }

    public Field width(int pixels) {
        width = pixels;
        return this;
    }

    public Field mark(Thresholds limits) {
        thresholds = limits;
        return this;
    }

    /** A bar in the cell. */
    public Field gauge() {
        gauge = true;
        return this;
    }

    public Field colour(String hex) {
        colour = hex;
        return this;
    }

    /** A limit, not a measured line. */
    public Field dashed() {
        dashed = true;
        return this;
    }

    public Field to(Link link) {
        links.add(link);
        return this;
    }

    public String column() {
        return column;
    }

    /** As Grafana names it; absent for words. */
    public @Nullable String unit() {
        return unit;
    }

    public boolean isNumber() {
        return unit != null;
    }
}
