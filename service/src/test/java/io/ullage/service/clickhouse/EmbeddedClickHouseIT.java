package io.ullage.service.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.service.store.StoreConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("clickhouse")
@Timeout(120)
class EmbeddedClickHouseIT {
    private static final Duration READY = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsTheLibrary() {
        try {
            ChdbLibrary.locate();
        } catch (ClickHouseException e) {
            Assumptions.abort("needs the embedded ClickHouse: " + e.getMessage());
        }
    }

    @Test
    void rowsSurviveAStopInOrder() throws Exception {
        try (EmbeddedClickHouse first = EmbeddedClickHouse.start(directory, 0).awaitReady(READY)) {
            execute(first, "CREATE TABLE kept (n UInt64) ORDER BY n");
            execute(first, "INSERT INTO kept SELECT number FROM numbers(1000)");
        }
        try (EmbeddedClickHouse second = EmbeddedClickHouse.start(directory, 0).awaitReady(READY)) {
            assertThat(number(second, "SELECT sum(n) FROM kept")).isEqualTo(499_500);
        }
    }

    @Test
    void acknowledgedRowsSurviveKillNine() throws Exception {
        EmbeddedClickHouse first = EmbeddedClickHouse.start(directory, 0).awaitReady(READY);
        execute(first, "CREATE TABLE kept (n UInt64) ORDER BY n");
        int acknowledged = 0;
        Thread killer =
                new Thread(() -> ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly(), "killer");
        try (Connection connection = store(first).open();
                Statement statement = connection.createStatement()) {
            while (true) {
                statement.execute("INSERT INTO kept VALUES (" + acknowledged + ")");
                acknowledged++;
                if (acknowledged == 50) {
                    killer.start();
                }
            }
        } catch (SQLException e) {
            killer.join();
        }
        assertThat(first.onExit().join()).isNotZero();
        assertThat(acknowledged).isGreaterThanOrEqualTo(50);
        try (EmbeddedClickHouse second = EmbeddedClickHouse.start(directory, 0).awaitReady(READY)) {
            assertThat(number(second, "SELECT count() FROM kept WHERE n < " + acknowledged))
                    .isEqualTo(acknowledged);
        }
    }

    @Test
    void aSecondStartOnTheDirectoryIsRefused() throws Exception {
        try (EmbeddedClickHouse first = EmbeddedClickHouse.start(directory, 0).awaitReady(READY)) {
            assertThatThrownBy(() -> EmbeddedClickHouse.start(directory, 0))
                    .isInstanceOf(ClickHouseException.class)
                    .hasMessageContaining("process " + first.pid())
                    .hasMessageContaining("use another data directory");
            assertThat(number(first, "SELECT 1")).isOne();
        }
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedClickHouse.start(directory, taken.getLocalPort()))
                    .isInstanceOf(ClickHouseException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort());
        }
    }

    static StoreConnection store(EmbeddedClickHouse server) {
        return new StoreConnection(
                server.url(), server.writer().user(), server.writer().passwordFile());
    }

    static void execute(EmbeddedClickHouse server, String sql) throws SQLException {
        try (Connection connection = store(server).open();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static long number(EmbeddedClickHouse server, String sql) throws SQLException {
        try (Connection connection = store(server).open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }
}
