package io.ullage.service.store;

import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;

/** Brings a database to the newest version of our tables and views. */
public final class Migrations {
    private static final String LOCATION = "classpath:io/ullage/schema/clickhouse";

    private Migrations() {}

    /** Applies what is not applied yet, and returns the files that were, in order; none if the database was current. */
    public static List<String> apply(StoreConnection store) throws SQLException {
        MigrateResult result = Flyway.configure()
                .dataSource(store.url(), store.user(), store.password())
                .locations(LOCATION)
                .load()
                .migrate();
        return result.migrations.stream().map(m -> m.filepath).toList();
    }
}
