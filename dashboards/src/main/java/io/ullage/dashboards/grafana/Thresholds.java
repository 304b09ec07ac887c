package io.ullage.dashboards.grafana;

/**
 * From which value on a figure is worth a look, and from which it is bad.
 *
 * @param rising whether more is worse
 */
public record Thresholds(double look, double bad, boolean rising) {
    public Thresholds {
        if (rising ? bad < look : bad > look) {
            throw new IllegalArgumentException("bad must lie beyond look: " + look + ", " + bad);
        }
    }

    /** More is worse. */
    public static Thresholds above(double look, double bad) {
        return new Thresholds(look, bad, true);
    }

    /** Less is worse. */
    public static Thresholds below(double look, double bad) {
        return new Thresholds(look, bad, false);
    }
}
