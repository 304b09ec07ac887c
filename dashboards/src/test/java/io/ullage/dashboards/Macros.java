package io.ullage.dashboards;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the plugin {@code grafana-clickhouse-datasource} and Grafana's variables make of a query, for the last seven days. */
final class Macros {
    private static final Pattern TIME_FILTER = Pattern.compile("\\$__timeFilter\\((\\w+)\\)");
    private static final Pattern CONDITIONAL_ALL =
            Pattern.compile("\\$__conditionalAll\\(((?:[^()]|\\([^()]*\\))*), *\\$(\\w+)\\)");

    private Macros() {}

    /** @param pool what is chosen, empty for all */
    static String expanded(String sql, String pool) {
        String withTime = TIME_FILTER
                .matcher(sql)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1) + " >= now('UTC') - INTERVAL 7 DAY AND " + match.group(1) + " <= now('UTC')"));
        String withCondition = CONDITIONAL_ALL
                .matcher(withTime)
                .replaceAll(match -> Matcher.quoteReplacement(pool.isEmpty() ? "1=1" : match.group(1)));
        String expanded = withCondition.replace("${pool:singlequote}", "'" + pool + "'");
        if (expanded.contains("$")) {
            throw new IllegalArgumentException("a macro or variable is not known here: " + expanded);
        }
        return expanded;
    }
}
