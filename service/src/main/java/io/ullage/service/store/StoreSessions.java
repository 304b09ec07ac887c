package io.ullage.service.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Connections to a store that are kept open from one question to the next. Close it before the store is stopped: the embedded
 * ClickHouse does not stop in order while connections are open.
 */
public final class StoreSessions implements AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final HikariDataSource connections;

    private StoreSessions(HikariDataSource connections) {
        this.connections = connections;
    }

    /**
     * Opens no connection yet.
     *
     * @param most connections at the same time
     * @throws SQLException if the password file cannot be read
     */
    public static StoreSessions of(StoreConnection store, int most) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store");
        config.setMaximumPoolSize(most);
        config.setMinimumIdle(0);
        config.setIdleTimeout(IDLE.toMillis());
        config.setConnectionTimeout(WAIT.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setJdbcUrl(store.url());
        config.setUsername(store.user());
        config.setPassword(store.password());
        return new StoreSessions(new HikariDataSource(config));
    }

    /**
     * A connection, which goes back when the caller closes it.
     *
     * @throws SQLException if the store does not answer or all connections are busy for ten seconds
     */
    public Connection take() throws SQLException {
        return connections.getConnection();
    }

    /** As {@link ReportRows#of(StoreConnection, String, Object...)}, over a connection that is kept. */
    public ReportRows read(String sql, Object... parameters) throws SQLException {
        try (Connection connection = take()) {
            return ReportRows.of(connection, sql, parameters);
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}
