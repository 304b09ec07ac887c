package io.ullage.dashboards.grafana;

import org.jspecify.annotations.Nullable;

/**
 * Where one goes next from a figure.
 *
 * @param url with Grafana's variables; columns of the row as {@code ${__data.fields.name:percentencode}}
 * @param pathOf the column whose value is a segment of the console's path; absent where there is none
 */
public record Link(
        String title, String url, boolean newTab, @Nullable String pathOf) {
    /** What each of our dashboards has, and keeps when one goes on. */
    private static final String KEPT = "${datasource:queryparam}&${console:queryparam}&${__url_time_range}";

    /** Another of our dashboards, about all that it is about. */
    public static Link board(String title, String uid) {
        return new Link(title, "/d/" + uid + "?" + KEPT, false, null);
    }

    /** Another of our dashboards, its {@code variable} set to what the row has in {@code column}. */
    public static Link board(String title, String uid, String variable, String column) {
        return new Link(title, "/d/" + uid + "?" + KEPT + "&var-" + variable + "=" + value(column), false, null);
    }

    /** Another of our dashboards, its {@code variable} set as the same one here is. */
    public static Link same(String title, String uid, String variable) {
        return new Link(title, "/d/" + uid + "?" + KEPT + "&${" + variable + ":queryparam}", false, null);
    }

    /** A page of Ullage's console: {@code /recommendations}. */
    public static Link console(String title, String path) {
        return new Link(title, "${console}" + path, true, null);
    }

    /** A page of Ullage's console about what the row has in {@code column}: {@code /volumes/}. */
    public static Link console(String title, String path, String column) {
        return new Link(title, "${console}" + path + "${__data.fields." + segmentColumn(column) + "}", true, column);
    }

    /** Holds an id as the console writes it into its paths. */
    static String segmentColumn(String column) {
        return column + "_segment";
    }

    /** How the console writes an id into its paths, which no proxy rewrites: octets as {@code ~} and two digits ({@code service.web.Links}). */
    static String segment(String column) {
        return "replaceAll(replaceAll(encodeURLComponent(" + column + "), '~', '%7E'), '%', '~') AS "
                + segmentColumn(column);
    }

    private static String value(String column) {
        return "${__data.fields." + column + ":percentencode}";
    }
}
