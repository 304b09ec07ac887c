package io.ullage.service.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.client.api.Client;
import com.clickhouse.data.ClickHouseFormat;
import io.ullage.service.store.StoreConnection;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

    @Test
    void theChildEndsWhenItsParentIsKilled() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ParentMain.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
            assertThat(child.isAlive()).isTrue();
            parent.destroyForcibly().waitFor();
            assertThat(child.onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void aTermSignalStopsItInOrder() throws Exception {
        EmbeddedClickHouse server = EmbeddedClickHouse.start(directory, 0).awaitReady(READY);
        execute(server, "CREATE TABLE kept (n UInt64) ORDER BY n");
        ProcessHandle.of(server.pid()).orElseThrow().destroy();
        server.onExit().get(30, TimeUnit.SECONDS);
        assertThat(Files.readString(directory.resolve("output.log"))).doesNotContain("not stopped after");
        server.close();
    }

    @Test
    void clientV2WritesAndReads() throws Exception {
        try (EmbeddedClickHouse server = EmbeddedClickHouse.start(directory, 0).awaitReady(READY);
                Client client = new Client.Builder()
                        .addEndpoint(server.endpoint().toString())
                        .setUsername(server.writer().user())
                        .setPassword(server.writer().password())
                        .setDefaultDatabase("ullage")
                        .build()) {
            execute(server, "CREATE TABLE kept (n UInt64) ORDER BY n");
            byte[] rows = "1\n2\n3\n".getBytes(StandardCharsets.US_ASCII);
            client.insert("kept", new ByteArrayInputStream(rows), ClickHouseFormat.TSV)
                    .get(30, TimeUnit.SECONDS)
                    .close();
            assertThat(client.queryAll("SELECT sum(n) AS s FROM kept").get(0).getLong("s"))
                    .isEqualTo(6);
        }
    }

    @Test
    void aReaderReadsAndMaySetItsTimeLimitAndNothingElse() throws Exception {
        try (EmbeddedClickHouse server = EmbeddedClickHouse.start(directory, 0).awaitReady(READY)) {
            execute(server, "CREATE TABLE kept (n UInt64) ORDER BY n");
            StoreConnection reader = new StoreConnection(
                    server.url(), server.reader().user(), server.reader().passwordFile());
            try (Connection connection = reader.open();
                    Statement statement = connection.createStatement()) {
                assertThat(statement.execute("SELECT n FROM kept SETTINGS max_execution_time = 30"))
                        .isTrue();
                assertThatThrownBy(() -> statement.execute("SELECT n FROM kept SETTINGS max_execution_time = 3000"))
                        .hasMessageContaining("max_execution_time");
                assertThatThrownBy(() -> statement.execute("SELECT n FROM kept SETTINGS max_memory_usage = 1"))
                        .hasMessageContaining("max_memory_usage");
                assertThatThrownBy(() -> statement.execute("INSERT INTO kept VALUES (1)"))
                        .hasMessageContaining("ullage_reader");
            }
        }
    }

    @Test
    void nobodyReachesFilesOrOtherDatabasesOrComesInWithoutAPassword() throws Exception {
        try (EmbeddedClickHouse server = EmbeddedClickHouse.start(directory, 0).awaitReady(READY)) {
            assertThatThrownBy(() -> execute(server, "SELECT * FROM file('/etc/hostname', 'LineAsString')"))
                    .hasMessageContaining("Not enough privileges");
            assertThatThrownBy(() -> execute(server, "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')"))
                    .hasMessageContaining("Not enough privileges");
            assertThatThrownBy(() -> execute(server, "CREATE DATABASE other"))
                    .hasMessageContaining("Not enough privileges");
            for (String user : List.of("default", "ullage", "ullage_reader")) {
                StoreConnection without = new StoreConnection(server.url(), user, null);
                assertThatThrownBy(() -> without.open().createStatement().execute("SELECT 1"))
                        .as(user)
                        .isInstanceOf(SQLException.class);
            }
            for (String secret : List.of("ullage.password", "ullage_reader.password", "config.xml", "users.xml")) {
                assertThat(Files.getPosixFilePermissions(directory.resolve(secret)))
                        .as(secret)
                        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            }
        }
    }

    private static StoreConnection store(EmbeddedClickHouse server) {
        return new StoreConnection(
                server.url(), server.writer().user(), server.writer().passwordFile());
    }

    private static void execute(EmbeddedClickHouse server, String sql) throws SQLException {
        try (Connection connection = store(server).open();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(EmbeddedClickHouse server, String sql) throws SQLException {
        try (Connection connection = store(server).open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    /** A parent that starts the server, says its process id, and waits to be killed. */
    static final class ParentMain {
        private ParentMain() {}

        public static void main(String[] arguments) throws Exception {
            EmbeddedClickHouse server =
                    EmbeddedClickHouse.start(Path.of(arguments[0]), 0).awaitReady(READY);
            System.out.println(server.pid());
            server.onExit().join();
        }
    }
}
