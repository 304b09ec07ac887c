package io.ullage.dashboards;

import io.ullage.dashboards.query.PanelQuery;
import io.ullage.service.clickhouse.Account;
import io.ullage.service.clickhouse.ChdbLibrary;
import io.ullage.service.clickhouse.ClickHouseException;
import io.ullage.service.clickhouse.EmbeddedClickHouse;
import io.ullage.service.store.Migrations;
import io.ullage.service.store.RollUps;
import io.ullage.service.store.StoreConnection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A real ClickHouse with our tables and the small fleet of {@code fleet.sql}, rolled up, and read as Grafana's user reads it. One per JVM, for tests that
 * only read: {@code @ExtendWith(SeededStore.Shared.class)}, and a parameter.
 */
final class SeededStore implements AutoCloseable, ExtensionContext.Store.CloseableResource {
    /** Gives the one store of the JVM to whoever asks for it. */
    static final class Shared implements ParameterResolver {
        private static final ExtensionContext.Namespace NAMESPACE =
                ExtensionContext.Namespace.create(SeededStore.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == SeededStore.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(NAMESPACE)
                    .getOrComputeIfAbsent(SeededStore.class, key -> SeededStore.start(), SeededStore.class);
        }
    }

    static final String BILLS = "SELECT * FROM chargeback_bill ORDER BY month, tenant";

    private final Path directory;
    private final EmbeddedClickHouse clickHouse;
    private final Connection connection;
    private List<Map<String, Object>> billsBefore = List.of();

    private SeededStore(Path directory, EmbeddedClickHouse clickHouse) throws SQLException {
        this.directory = directory;
        this.clickHouse = clickHouse;
        this.connection = as(clickHouse.reader()).open();
    }

    private static SeededStore start() {
        try {
            ChdbLibrary.locate();
        } catch (ClickHouseException e) {
            Assumptions.abort("needs the embedded ClickHouse: " + e.getMessage());
        }
        try {
            Path directory = Files.createTempDirectory("ullage-dashboards");
            SeededStore store = new SeededStore(
                    directory, EmbeddedClickHouse.start(directory, 0).awaitReady(Duration.ofSeconds(120)));
            store.seed();
            return store;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void seed() throws SQLException, IOException {
        StoreConnection writer = as(clickHouse.writer());
        Migrations.apply(writer);
        try (Connection connection = writer.open();
                Statement statement = connection.createStatement()) {
            for (String sql : fleet().split(";\\n(?:\\n|$)")) {
                statement.execute(sql);
            }
        }
        billsBefore = rows(BILLS);
        RollUps.catchUp(writer);
    }

    /** Over HTTP. */
    String address() {
        return clickHouse.endpoint().toString();
    }

    Account reader() {
        return clickHouse.reader();
    }

    /** What {@link #BILLS} answered before anything was rolled up. */
    List<Map<String, Object>> billsBeforeRollUp() {
        return billsBefore;
    }

    /** The last thirty days; what is not chosen is "All". */
    static PanelQuery query(Map<String, List<String>> chosen) {
        Map<String, List<String>> all = new HashMap<>();
        List.of("pool", "tenant", "rule", "domain", "volume", "month").forEach(name -> all.put(name, List.of()));
        all.putAll(chosen);
        Instant now = Instant.now();
        return new PanelQuery(now.minus(Duration.ofDays(30)), now.plusSeconds(60), Duration.ofMinutes(30), all);
    }

    /** What the reader may read. */
    List<Map<String, Object>> rows(String sql) throws SQLException {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            ResultSetMetaData columns = result.getMetaData();
            while (result.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.put(columns.getColumnLabel(i), result.getObject(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private StoreConnection as(Account account) {
        return new StoreConnection(clickHouse.url(), account.user(), account.passwordFile());
    }

    private static String fleet() throws IOException {
        try (InputStream in = SeededStore.class.getResourceAsStream("fleet.sql")) {
            if (in == null) {
                throw new IllegalStateException("fleet.sql is missing");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.replaceAll("(?m)^--.*\\n", "");
        }
    }

    @Override
    public void close() throws SQLException, IOException {
        connection.close();
        clickHouse.close();
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
