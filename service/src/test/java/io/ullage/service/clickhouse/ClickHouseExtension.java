package io.ullage.service.clickhouse;

import io.ullage.service.store.Migrations;
import io.ullage.service.store.StoreConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real ClickHouse for tests, one per JVM, and an empty database per test:
 *
 * <pre>{@code
 * @RegisterExtension
 * final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();
 * }</pre>
 *
 * A test that needs it carries {@code @Tag("clickhouse")}; where the library cannot be had it is skipped with the reason.
 */
public final class ClickHouseExtension implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(ClickHouseExtension.class);
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Duration READY = Duration.ofSeconds(60);

    private final boolean tables;
    private @Nullable EmbeddedClickHouse server;
    private final List<String> databases = new ArrayList<>();
    private String database = "";

    private ClickHouseExtension(boolean tables) {
        this.tables = tables;
    }

    /** The database of each test is empty. */
    public static ClickHouseExtension empty() {
        return new ClickHouseExtension(false);
    }

    /** The database of each test has our tables, without rows. */
    public static ClickHouseExtension withTables() {
        return new ClickHouseExtension(true);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws SQLException {
        SharedServer shared = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(SharedServer.class, key -> SharedServer.start(), SharedServer.class);
        server = shared.clickHouse;
        database = newDatabase();
        if (tables) {
            Migrations.apply(connection());
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws SQLException {
        for (String made : databases) {
            execute("DROP DATABASE IF EXISTS " + made + " SYNC");
        }
        databases.clear();
    }

    /** One more empty database, dropped after the test. */
    public StoreConnection another() throws SQLException {
        return connection(newDatabase());
    }

    private String newDatabase() throws SQLException {
        String made = "ullage_test_" + DATABASES.incrementAndGet();
        execute("CREATE DATABASE " + made + " ENGINE = Atomic");
        databases.add(made);
        return made;
    }

    /** How to reach this test's database as its writer. */
    public StoreConnection connection() {
        return connection(database);
    }

    private StoreConnection connection(String of) {
        EmbeddedClickHouse running = server();
        return new StoreConnection(
                running.url(of), running.writer().user(), running.writer().passwordFile());
    }

    /** An open JDBC connection to this test's database; the caller closes it. */
    public Connection jdbc() throws SQLException {
        return connection().open();
    }

    public String database() {
        return database;
    }

    public EmbeddedClickHouse server() {
        if (server == null) {
            throw new IllegalStateException("register the extension on an instance field and use it in a test");
        }
        return server;
    }

    private void execute(String sql) throws SQLException {
        EmbeddedClickHouse running = server();
        StoreConnection any = new StoreConnection(
                running.url(), running.writer().user(), running.writer().passwordFile());
        try (Connection connection = any.open();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Stopped by JUnit when the last test of the JVM is done. */
    private record SharedServer(EmbeddedClickHouse clickHouse, Path directory)
            implements AutoCloseable, ExtensionContext.Store.CloseableResource {
        static SharedServer start() {
            try {
                ChdbLibrary.locate();
            } catch (ClickHouseException e) {
                Assumptions.abort("needs the embedded ClickHouse: " + e.getMessage());
            }
            try {
                Path directory = Files.createTempDirectory("ullage-clickhouse");
                return new SharedServer(EmbeddedClickHouse.start(directory, 0).awaitReady(READY), directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws IOException {
            clickHouse.close();
            try (var files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
