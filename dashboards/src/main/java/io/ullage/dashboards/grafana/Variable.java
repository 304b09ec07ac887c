package io.ullage.dashboards.grafana;

import org.jspecify.annotations.Nullable;

/**
 * What can be chosen above a dashboard.
 *
 * @param sql of its values, the text to show behind them; absent where it is typed in, and for data sources
 * @param all whether several or all may be chosen; else it is one
 * @param start what it is at first; absent: all, or the first
 */
public record Variable(
        String name,
        String label,
        String description,
        Kind kind,
        @Nullable String sql,
        boolean all,
        @Nullable String start) {
    /** As Grafana names them. */
    public enum Kind {
        DATASOURCE,
        QUERY,
        TEXTBOX
    }

    /** Chosen from what the store knows. */
    public static Variable some(String name, String label, String description, String sql) {
        return new Variable(name, label, description, Kind.QUERY, sql.strip(), true, null);
    }

    /** One of what the store knows. */
    public static Variable one(String name, String label, String description, String sql) {
        return new Variable(name, label, description, Kind.QUERY, sql.strip(), false, null);
    }

    static Variable datasource() {
        return new Variable("datasource", "Data source", "The store of Ullage", Kind.DATASOURCE, null, false, null);
    }

    static Variable console() {
        return new Variable(
                "console",
                "Console",
                "Where the console of Ullage is, for links to it",
                Kind.TEXTBOX,
                null,
                false,
                Board.CONSOLE);
    }
}
