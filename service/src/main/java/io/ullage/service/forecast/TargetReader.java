package io.ullage.service.forecast;

import io.ullage.job.trend.Series;
import io.ullage.schema.forecast.ForecastSubject;
import io.ullage.service.store.ReportRows;
import io.ullage.service.store.StoreConnection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what there is to forecast. */
final class TargetReader {
    /** What is older says nothing of now. */
    static final Duration HISTORY = Duration.ofDays(400);

    private final StoreConnection store;

    TargetReader(StoreConnection store) {
        this.store = store;
    }

    /**
     * In the order of their names.
     *
     * @param pool id or name of one pool; absent for all
     */
    List<Target> read(Set<ForecastSubject> subjects, @Nullable String pool) throws SQLException {
        String of =
                subjects.stream().map(subject -> "'" + subject + "'").sorted().collect(Collectors.joining(", "));
        String where = " WHERE subject IN (" + of + ")" + (pool == null ? "" : " AND ? IN (entity_id, name)");
        Object[] parameters = pool == null ? new Object[0] : new Object[] {pool};
        List<Map<String, Object>> targets = ReportRows.of(
                        store,
                        "SELECT * FROM forecast_target" + where + " ORDER BY name, entity_id, subject DESC",
                        parameters)
                .rows();
        Map<String, NavigableMap<Long, Long>> used = used(of, targets, pool != null);
        List<Target> all = new ArrayList<>();
        for (Map<String, Object> row : targets) {
            all.add(target(row, used.getOrDefault(key(row), new TreeMap<>())));
        }
        return all;
    }

    private Map<String, NavigableMap<Long, Long>> used(String subjects, List<Map<String, Object>> targets, boolean few)
            throws SQLException {
        Map<String, NavigableMap<Long, Long>> used = new HashMap<>();
        String sql =
                "SELECT subject, entity_id, time, used_bytes FROM forecast_series WHERE subject IN (" + subjects + ")";
        List<Map<String, Object>> rows = new ArrayList<>();
        if (few) {
            for (Object entity :
                    targets.stream().map(row -> row.get("entityId")).collect(Collectors.toSet())) {
                rows.addAll(
                        ReportRows.of(store, sql + " AND entity_id = ?", entity).rows());
            }
        } else {
            rows.addAll(ReportRows.of(store, sql).rows());
        }
        for (Map<String, Object> row : rows) {
            long millis = ((Instant) row.get("time")).toEpochMilli();
            // The day's most and the last reading may have one time.
            used.computeIfAbsent(key(row), none -> new TreeMap<>())
                    .merge(millis, (Long) row.get("usedBytes"), Math::max);
        }
        return used;
    }

    private static String key(Map<String, Object> row) {
        return row.get("subject") + "/" + row.get("entityId");
    }

    private static Target target(Map<String, Object> row, NavigableMap<Long, Long> used) {
        Instant time = (Instant) row.get("time");
        NavigableMap<Long, Long> seen =
                used.tailMap(time.minus(HISTORY).toEpochMilli(), true).headMap(time.toEpochMilli(), true);
        return new Target(
                ForecastSubject.valueOf((String) row.get("subject")),
                (String) row.get("entityId"),
                (String) row.get("name"),
                time,
                (Long) row.get("usedBytes"),
                (Long) row.get("capacityBytes"),
                (Long) row.get("allocatedBytes"),
                (Long) row.get("provisionedBytes"),
                (Long) row.get("neededBytes"),
                new Series(
                        seen.keySet().stream().mapToLong(Long::longValue).toArray(),
                        seen.values().stream().mapToLong(Long::longValue).toArray()));
    }
}
