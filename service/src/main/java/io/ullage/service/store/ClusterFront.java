package io.ullage.service.store;

import io.ullage.schema.InvalidFieldException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What clients of a cluster see. Rows, their materialized views and the roll-ups are in a database of the shards, on every server; the
 * database that clients name has no row of its own, but a {@code Distributed} table for each table there, under the same name, and each view
 * again, over those. So the jobs and the views read and write the same names on one server as on many.
 *
 * <p>A table is sharded by the first column of its sorting key that is no time: everything about one volume is on one shard, where
 * {@code FINAL} and the roll-ups see all of it.
 */
final class ClusterFront {
    private static final String SHARD_SUFFIX = "_shard";

    private final StoreConnection store;
    private final String onCluster;
    private final String cluster;

    ClusterFront(StoreConnection store, String cluster) {
        this(store, cluster, "ON CLUSTER '" + cluster + "'");
    }

    /** @param onCluster empty where each server is told by itself */
    ClusterFront(StoreConnection store, String cluster, String onCluster) {
        if (!store.database().matches("\\w+")) {
            throw new InvalidFieldException("database", "must be letters, digits and '_'", store.database());
        }
        this.store = store;
        this.cluster = cluster;
        this.onCluster = onCluster;
    }

    /** Where the rows are. */
    String shardDatabase() {
        return store.database() + SHARD_SUFFIX;
    }

    void createDatabases() throws SQLException {
        StoreConnection server = store.in("default");
        execute(server, "CREATE DATABASE IF NOT EXISTS " + shardDatabase() + " " + onCluster);
        execute(server, "CREATE DATABASE IF NOT EXISTS " + store.database() + " " + onCluster);
    }

    /** Made anew each time: they hold no rows, and the tables behind them may have got columns. */
    void create() throws SQLException {
        for (Map<String, Object> table : ReportRows.of(
                        store,
                        "SELECT name, sorting_key FROM system.tables WHERE database = ? AND engine LIKE '%MergeTree'"
                                + " AND name NOT LIKE 'flyway%' ORDER BY name",
                        shardDatabase())
                .rows()) {
            String name = (String) table.get("name");
            execute(
                    store,
                    "CREATE OR REPLACE TABLE %s.%s %s AS %s.%s ENGINE = Distributed('%s', '%s', '%s', %s)"
                            .formatted(
                                    store.database(),
                                    name,
                                    onCluster,
                                    shardDatabase(),
                                    name,
                                    cluster,
                                    shardDatabase(),
                                    name,
                                    shardingKey(name, (String) table.get("sortingKey"))));
        }
        Map<String, String> views = new LinkedHashMap<>();
        for (Map<String, Object> view : ReportRows.of(
                        store,
                        "SELECT name, as_select FROM system.tables WHERE database = ? AND engine = 'View' ORDER BY name",
                        shardDatabase())
                .rows()) {
            views.put((String) view.get("name"), (String) view.get("asSelect"));
        }
        for (String name : inOrder(views)) {
            String select = views.get(name).replace(shardDatabase() + ".", store.database() + ".");
            execute(
                    store,
                    "CREATE OR REPLACE VIEW %s.%s %s AS %s".formatted(store.database(), name, onCluster, select));
        }
    }

    private String shardingKey(String table, String sortingKey) throws SQLException {
        List<String> times = new ArrayList<>();
        for (Map<String, Object> column : ReportRows.of(
                        store,
                        "SELECT name FROM system.columns WHERE database = ? AND table = ? AND type LIKE 'Date%'",
                        shardDatabase(),
                        table)
                .rows()) {
            times.add((String) column.get("name"));
        }
        for (String expression : sortingKey.split(", ")) {
            if (expression.matches("\\w+") && !times.contains(expression)) {
                return "cityHash64(" + expression + ")";
            }
        }
        // Only written on the shards.
        return "rand()";
    }

    /** A view after those that it reads. */
    private List<String> inOrder(Map<String, String> views) {
        List<String> ordered = new ArrayList<>();
        List<String> left = new ArrayList<>(views.keySet());
        while (!left.isEmpty()) {
            List<String> ready = left.stream()
                    .filter(name -> left.stream().noneMatch(other -> reads(views.get(name), other)))
                    .toList();
            if (ready.isEmpty()) {
                throw new IllegalStateException("views that read each other in a circle: " + left);
            }
            ordered.addAll(ready);
            left.removeAll(ready);
        }
        return ordered;
    }

    private boolean reads(String select, String view) {
        return Pattern.compile(Pattern.quote(shardDatabase() + "." + view) + "\\b")
                .matcher(select)
                .find();
    }

    private static void execute(StoreConnection on, String sql) throws SQLException {
        try (Connection connection = on.open();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
