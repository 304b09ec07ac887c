package io.ullage.service.store;

import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;

/** Brings a database to the newest version of our tables and views, from the numbered files of the module {@code schema}. */
public final class Migrations {
    private static final String LOCATION = "classpath:io/ullage/schema/clickhouse";

    private Migrations() {}

    /** {@link #apply(StoreConnection, StoreLayout)} for a single server. */
    public static List<String> apply(StoreConnection store) throws SQLException {
        return apply(store, StoreLayout.SINGLE_SERVER);
    }

    /**
     * Applies what is not applied yet. Two at a time do no harm: every statement makes only what is not there.
     *
     * @return the versions that were applied, in order; none if the database was current
     * @throws SQLException if a file was changed after it was applied, or a statement fails; the next call goes on from there
     */
    public static List<String> apply(StoreConnection store, StoreLayout layout) throws SQLException {
        return apply(store, layout, LOCATION, MigrationVersion.LATEST);
    }

    static List<String> apply(StoreConnection store, StoreLayout layout, String location, MigrationVersion target)
            throws SQLException {
        try {
            return Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(store.url(), store.user(), store.password())
                    .locations(location)
                    .placeholders(layout.placeholders())
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
}
