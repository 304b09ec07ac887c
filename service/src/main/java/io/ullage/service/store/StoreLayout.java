package io.ullage.service.store;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.Require;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What differs between stores: where the tables live and how long rows are kept. It takes effect when a table is made; later changes
 * are an {@code ALTER TABLE … MODIFY TTL}.
 *
 * @param cluster name of a ClickHouse cluster over which the tables are sharded and replicated; absent for a single server
 * @param rawDays for which rows per interval are kept
 * @param hourlyDays for which volumes by hour are kept, and pools per interval
 * @param dailyDays for which volumes by day are kept
 * @param refreshMinutes between roll-ups
 */
public record StoreLayout(@Nullable String cluster, int rawDays, int hourlyDays, int dailyDays, int refreshMinutes) {
    public static final StoreLayout SINGLE_SERVER = new StoreLayout(null, 120, 800, 3650, 5);

    /** Hours that one refresh computes at most. */
    private static final int REFRESH_HOURS = 240;

    /** For how long after a note an hour is computed again. */
    private static final int SETTLE_SECONDS = 120;

    /** A volume that was not read for so long, while its host read others, is gone. */
    private static final int GONE_MINUTES = 60;

    public StoreLayout {
        Require.optionalText("cluster", cluster);
        if (cluster != null && !cluster.matches("[A-Za-z0-9_-]+")) {
            throw new InvalidFieldException("cluster", "must be letters, digits, '_' and '-'", cluster);
        }
        Require.between("rawDays", rawDays, 2, 36500);
        Require.between("hourlyDays", hourlyDays, rawDays, 36500);
        Require.between("dailyDays", dailyDays, hourlyDays, 36500);
        Require.between("refreshMinutes", refreshMinutes, 1, 1440);
    }

    /** The same on a cluster. */
    public StoreLayout on(String clusterName) {
        return new StoreLayout(clusterName, rawDays, hourlyDays, dailyDays, refreshMinutes);
    }

    /**
     * For the migrations.
     *
     * @param database in which the tables are made
     */
    Map<String, String> placeholders(String database) {
        Map<String, String> values = new HashMap<>();
        values.put("on_cluster", cluster == null ? "" : "ON CLUSTER '" + cluster + "'");
        values.put("replicated", cluster == null ? "" : "Replicated");
        // Whose a machine is must be known on every shard that has one of its volumes.
        values.put(
                "inventory",
                cluster == null ? "inventory" : "cluster('" + cluster + "', '" + database + "', 'inventory')");
        values.put("raw_days", Integer.toString(rawDays));
        values.put("hourly_days", Integer.toString(hourlyDays));
        values.put("daily_days", Integer.toString(dailyDays));
        values.put("refresh_minutes", Integer.toString(refreshMinutes));
        values.put("refresh_hours", Integer.toString(REFRESH_HOURS));
        values.put("refresh_days", Integer.toString(REFRESH_HOURS / 24));
        values.put("settle_seconds", Integer.toString(SETTLE_SECONDS));
        values.put("gone_minutes", Integer.toString(GONE_MINUTES));
        return values;
    }
}
