package io.ullage.dashboards.query;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is chosen while a panel is looked at, and the SQL that then reaches ClickHouse.
 *
 * @param from of the time range
 * @param to of the time range
 * @param interval of a point on the screen: {@code $__interval}
 * @param chosen values by variable; an empty list is "All"
 */
public record PanelQuery(Instant from, Instant to, Duration interval, Map<String, List<String>> chosen) {
    private static final String CONDITIONAL_ALL = "$__conditionalAll(";
    private static final Pattern NAME = Pattern.compile("\\$\\{?(\\w+)}?");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):singlequote}");
    private static final Pattern MACRO = Pattern.compile("\\$__(\\w+)(?:\\(([^()]*)\\))?");

    public PanelQuery {
        chosen = Map.copyOf(chosen);
    }

    /**
     * The query as the plugin sends it.
     *
     * @throws IllegalArgumentException if a macro or variable is not known
     */
    public String expanded(String rawSql) {
        String sql = withMacros(withVariables(withConditions(rawSql)));
        if (sql.contains("$")) {
            throw new IllegalArgumentException("a macro or variable is not known: " + sql);
        }
        return sql;
    }

    /** From the last to the first, as the plugin does, so that one within another is done first. */
    private String withConditions(String rawSql) {
        String sql = rawSql;
        for (int at = sql.lastIndexOf(CONDITIONAL_ALL); at >= 0; at = sql.lastIndexOf(CONDITIONAL_ALL)) {
            int open = at + CONDITIONAL_ALL.length();
            List<String> arguments = new ArrayList<>();
            int end = arguments(sql, open, arguments);
            Matcher name = NAME.matcher(arguments.size() == 2 ? arguments.get(1).strip() : "");
            if (!name.matches()) {
                throw new IllegalArgumentException("$__conditionalAll takes a condition and a variable: " + sql);
            }
            String condition = values(name.group(1)).isEmpty() ? "1=1" : arguments.get(0);
            sql = sql.substring(0, at) + condition + sql.substring(end + 1);
        }
        return sql;
    }

    /** Where the closing bracket is. */
    private static int arguments(String sql, int from, List<String> arguments) {
        int depth = 0;
        int begin = from;
        for (int i = from; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth-- == 0) {
                arguments.add(sql.substring(begin, i));
                return i;
            } else if (c == ',' && depth == 0) {
                arguments.add(sql.substring(begin, i));
                begin = i + 1;
            }
        }
        throw new IllegalArgumentException("a bracket is not closed: " + sql);
    }

    private String withVariables(String sql) {
        return VARIABLE.matcher(sql).replaceAll(match -> Matcher.quoteReplacement(quoted(values(match.group(1)))));
    }

    /** Grafana's format {@code singlequote}. */
    private static String quoted(List<String> values) {
        return String.join(
                ",",
                values.stream()
                        .map(value -> "'" + value.replace("'", "\\'") + "'")
                        .toList());
    }

    private List<String> values(String variable) {
        List<String> values = chosen.get(variable);
        if (values == null) {
            throw new IllegalArgumentException("a variable is not known: " + variable);
        }
        return values;
    }

    private String withMacros(String sql) {
        return MACRO.matcher(sql)
                .replaceAll(match -> Matcher.quoteReplacement(macro(
                        match.group(1),
                        match.group(2) == null ? "" : match.group(2).strip())));
    }

    private String macro(String name, String column) {
        return switch (name) {
            case "fromTime" -> seconds(from);
            case "toTime" -> seconds(to);
            case "fromTime_ms" -> millis(from);
            case "toTime_ms" -> millis(to);
            case "timeFilter" -> between(column, seconds(from), seconds(to));
            case "timeFilter_ms" -> between(column, millis(from), millis(to));
            case "dateFilter" -> between(column, date(from), date(to));
            case "timeInterval" ->
                "toStartOfInterval(toDateTime(" + column + "), INTERVAL " + intervalSeconds() + " second)";
            case "timeInterval_ms" ->
                "toStartOfInterval(toDateTime64(" + column + ", 3), INTERVAL " + Math.max(1, interval.toMillis())
                        + " millisecond)";
            case "interval_s" -> Long.toString(intervalSeconds());
            default -> throw new IllegalArgumentException("a macro is not known: $__" + name);
        };
    }

    private long intervalSeconds() {
        return Math.max(1, interval.toSeconds());
    }

    private static String between(String column, String from, String to) {
        if (column.isEmpty()) {
            throw new IllegalArgumentException("a filter of time takes a column");
        }
        return column + " >= " + from + " AND " + column + " <= " + to;
    }

    private static String seconds(Instant time) {
        return "toDateTime(" + time.getEpochSecond() + ")";
    }

    private static String millis(Instant time) {
        return "fromUnixTimestamp64Milli(" + time.toEpochMilli() + ")";
    }

    private static String date(Instant time) {
        return "toDate('" + LocalDate.ofInstant(time, ZoneOffset.UTC) + "')";
    }
}
