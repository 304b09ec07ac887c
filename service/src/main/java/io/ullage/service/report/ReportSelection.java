package io.ullage.service.report;

import io.ullage.service.output.CommandException;
import io.ullage.service.store.ReportRows;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a report, in which order. Pure.
 *
 * @param pool id or name of one pool; absent for all
 * @param sort name of a measure or field; absent for the order of the report
 * @param reverse turns the order that {@code sort} asks for
 * @param limit most rows; 0 for all
 */
record ReportSelection(@Nullable String pool, @Nullable String sort, boolean reverse, long limit) {

    ReportRows of(ReportRows report) {
        Stream<Map<String, Object>> rows = report.rows().stream();
        if (pool != null) {
            require(report, "poolId", "--pool");
            rows = rows.filter(row ->
                    pool.equals(row.get("poolId")) || (row.containsKey("poolKind") && pool.equals(row.get("name"))));
        }
        if (sort != null) {
            require(report, sort, "--sort");
            rows = rows.sorted(order(sort));
        }
        return new ReportRows(report.columns(), (limit > 0 ? rows.limit(limit) : rows).toList());
    }

    private static void require(ReportRows report, String column, String option) {
        if (!report.columns().contains(column)) {
            throw CommandException.usage(
                    option + ": must name a field of this report, was " + column,
                    "Fields: " + String.join(", ", report.columns()));
        }
    }

    /** Figures: the largest first; times: the newest first; texts: from A to Z. What is absent comes last, always. */
    private Comparator<Map<String, Object>> order(String column) {
        Comparator<Object> values = ReportSelection::compare;
        return Comparator.comparing(
                (Map<String, Object> row) -> row.get(column),
                Comparator.nullsLast(reverse ? values.reversed() : values));
    }

    private static int compare(Object a, Object b) {
        if (a instanceof Long x && b instanceof Long y) {
            return Long.compare(y, x);
        }
        if (a instanceof Number x && b instanceof Number y) {
            return Double.compare(y.doubleValue(), x.doubleValue());
        }
        if (a instanceof Instant x && b instanceof Instant y) {
            return y.compareTo(x);
        }
        return String.valueOf(a).compareTo(String.valueOf(b));
    }
}
