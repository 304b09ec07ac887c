package io.ullage.service.store;

import java.util.List;
import java.util.Map;

/**
 * A report.
 *
 * @param columns names in the order of reading, also of those that no row has
 * @param rows values by name in that order: {@code String}, {@code Long}, {@code Double}, {@code Boolean}, {@code Instant} or
 *     {@code List<String>}. What is not known is absent
 */
public record ReportRows(List<String> columns, List<Map<String, Object>> rows) {
    public ReportRows {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }
}
