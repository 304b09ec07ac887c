package io.ullage.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ullage.service.clickhouse.ChdbLibrary;
import io.ullage.service.clickhouse.ClickHouseException;
import io.ullage.service.clickhouse.EmbeddedClickHouse;
import io.ullage.service.store.Migrations;
import io.ullage.service.store.StoreConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The user that we hand out for a ClickHouse of one's own, as it is checked in, in a server that has loaded it. */
@Tag("clickhouse")
class ReaderProfileIT {
    private static final Path USER = Path.of("clickhouse", "ullage_reader.xml");
    private static final String PASSWORD = "for this test alone";

    @TempDir
    static Path directory;

    private static EmbeddedClickHouse clickHouse;
    private static StoreConnection reader;

    @BeforeAll
    static void start() throws Exception {
        try {
            ChdbLibrary.locate();
        } catch (ClickHouseException e) {
            Assumptions.abort("needs the embedded ClickHouse: " + e.getMessage());
        }
        String digest = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(PASSWORD.getBytes(StandardCharsets.UTF_8)));
        // The server's environment is not ours to set.
        String user = Files.readString(USER)
                .replace(
                        "<password_sha256_hex from_env=\"ULLAGE_READER_SHA256\"/>",
                        "<password_sha256_hex>" + digest + "</password_sha256_hex>");
        assertThat(user).contains(digest);
        Files.writeString(Files.createDirectories(directory.resolve("users.d")).resolve("ullage_reader.xml"), user);
        clickHouse = EmbeddedClickHouse.start(directory, 0).awaitReady(Duration.ofSeconds(120));
        Migrations.apply(new StoreConnection(
                clickHouse.url(),
                clickHouse.writer().user(),
                clickHouse.writer().passwordFile()));
        Path password = Files.writeString(directory.resolve("reader.secret"), PASSWORD);
        reader = new StoreConnection(clickHouse.url(), "ullage_reader", password);
    }

    @AfterAll
    static void stop() {
        if (clickHouse != null) {
            clickHouse.close();
        }
    }

    @Test
    void readsTheStore() throws SQLException {
        execute("SELECT * FROM volume_latest");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60, 300})
    void setsItsTimeLimitAsThePluginDoes(int seconds) throws SQLException {
        execute("SELECT 1 SETTINGS max_execution_time = " + seconds);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
        SELECT 1 SETTINGS max_execution_time = 0 ; max_execution_time
        SELECT 1 SETTINGS max_execution_time = 301 ; max_execution_time
        SELECT 1 SETTINGS max_memory_usage = 1 ; READONLY
        INSERT INTO sketch (volume_id) VALUES ('x') ; READONLY|ACCESS_DENIED
        DROP TABLE ledger ; READONLY|ACCESS_DENIED
        SELECT * FROM file('/etc/hostname', 'LineAsString') ; READONLY|ACCESS_DENIED
        SELECT * FROM url('http://127.0.0.1:1/', 'RawBLOB') ; READONLY|ACCESS_DENIED
        SELECT * FROM default.anything ; ACCESS_DENIED|UNKNOWN
        """)
    void doesNothingElse(String sql, String why) {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> execute(sql))
                .withMessageMatching("(?s).*(" + why + ").*");
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = reader.open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
        }
    }
}
