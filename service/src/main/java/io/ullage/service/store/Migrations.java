package io.ullage.service.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;

/** Brings a database to the newest version of our tables and views, from the numbered files of the module {@code schema}. */
public final class Migrations {
    static final String LOCATION = "classpath:io/ullage/schema/clickhouse";

    private static final String HISTORY = "flyway_schema_history";

    private Migrations() {}

    /** {@link #apply(StoreConnection, StoreLayout)} for a single server. */
    public static List<String> apply(StoreConnection store) throws SQLException {
        return apply(store, StoreLayout.SINGLE_SERVER);
    }

    /**
     * Applies what is not applied yet; every statement makes only what is not there.
     *
     * @return the versions that were applied, in order; none if the database was current
     * @throws SQLException if a file was changed after it was applied, or a statement fails; the next call goes on from there
     */
    public static List<String> apply(StoreConnection store, StoreLayout layout) throws SQLException {
        if (layout.cluster() == null) {
            return apply(store, layout, LOCATION, MigrationVersion.LATEST);
        }
        ClusterFront front = new ClusterFront(store, layout.cluster());
        front.createDatabases();
        List<String> applied = apply(store.in(front.shardDatabase()), layout, LOCATION, MigrationVersion.LATEST);
        front.create();
        return applied;
    }

    static List<String> apply(StoreConnection store, StoreLayout layout, String location, MigrationVersion target)
            throws SQLException {
        String database = layout.cluster() == null ? "" : store.database();
        return apply(store, layout.placeholders(database), location, target);
    }

    static List<String> apply(
            StoreConnection store, Map<String, String> placeholders, String location, MigrationVersion target)
            throws SQLException {
        forgetFailures(store);
        try {
            return Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(store.url(), store.user(), store.password())
                    .locations(location)
                    .table(HISTORY)
                    .placeholders(placeholders)
                    .target(target)
                    .load()
                    .migrate()
                    .migrations
                    .stream()
                    .map(migration -> migration.version)
                    .toList();
        } catch (FlywayException e) {
            throw new SQLException(
                    "The tables in " + store.url() + " cannot be brought up to date: " + e.getMessage(), e);
        }
    }

    /**
     * Flyway refuses to go on after a failure until somebody repairs its history. As our statements make only what is not there, the
     * repair is to forget the failure; {@code Flyway.repair} would also accept files that were changed.
     */
    private static void forgetFailures(StoreConnection store) throws SQLException {
        try (Connection connection = store.open();
                Statement statement = connection.createStatement()) {
            boolean begun;
            try (ResultSet exists = statement.executeQuery("EXISTS TABLE " + HISTORY)) {
                begun = exists.next() && exists.getInt(1) == 1;
            }
            if (begun && hasFailures(statement)) {
                statement.execute("ALTER TABLE " + HISTORY + " DELETE WHERE NOT success SETTINGS mutations_sync = 2");
            }
        }
    }

    private static boolean hasFailures(Statement statement) throws SQLException {
        try (ResultSet failures = statement.executeQuery("SELECT count() FROM " + HISTORY + " WHERE NOT success")) {
            return failures.next() && failures.getLong(1) > 0;
        }
    }
}
