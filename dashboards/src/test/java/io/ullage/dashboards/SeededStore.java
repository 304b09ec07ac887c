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
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** A real ClickHouse with our tables and the small fleet of {@code fleet.sql}, rolled up, and read as Grafana's user reads it. */
final class SeededStore implements AutoCloseable {
    private final EmbeddedClickHouse clickHouse;
    private final Connection reader;

    private SeededStore(EmbeddedClickHouse clickHouse) throws SQLException {
        this.clickHouse = clickHouse;
        this.reader = as(clickHouse.reader()).open();
    }

    static SeededStore in(Path directory) throws Exception {
        try {
            ChdbLibrary.locate();
        } catch (ClickHouseException e) {
            Assumptions.abort("needs the embedded ClickHouse: " + e.getMessage());
        }
        EmbeddedClickHouse clickHouse = EmbeddedClickHouse.start(directory, 0).awaitReady(Duration.ofSeconds(120));
        SeededStore store = new SeededStore(clickHouse);
        StoreConnection writer = store.as(clickHouse.writer());
        Migrations.apply(writer);
        try (Connection connection = writer.open();
                Statement statement = connection.createStatement()) {
            for (String sql : fleet().split(";\\n(?:\\n|$)")) {
                statement.execute(sql);
            }
        }
        RollUps.catchUp(writer);
        return store;
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
        try (Statement statement = reader.createStatement();
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

    StoreConnection writer() {
        return as(clickHouse.writer());
    }

    EmbeddedClickHouse server() {
        return clickHouse;
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
    public void close() throws SQLException {
        reader.close();
        clickHouse.close();
    }
}
