package io.ullage.service.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.service.cli.CommandRun;
import io.ullage.service.clickhouse.ClickHouseExtension;
import io.ullage.service.output.ExitCode;
import io.ullage.service.process.Eventually;
import io.ullage.service.store.StoreConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code ullage console} over a real store. */
@Tag("clickhouse")
class ConsoleCommandIT {
    private static final Duration WAIT = Duration.ofSeconds(120);
    private static final Pattern READY = Pattern.compile("Console {2}(http://127\\.0\\.0\\.1:\\d+)/ ");

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    @TempDir
    Path directory;

    @Test
    void asAProcessItServesUntilATermEndsItInOrder() throws Exception {
        Path output = directory.resolve("output.txt");
        StoreConnection store = clickHouse.connection();
        Process process = NodeProcess.ullage(output, List.of(command(store.url(), store.passwordFile())));
        try {
            Eventually.await("readiness", WAIT, () -> {
                assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
                return READY.matcher(Files.readString(output)).find();
            });
            Matcher ready = READY.matcher(Files.readString(output));
            assertThat(ready.find()).isTrue();
            for (String path : List.of("/", "/volumes", "/api/v1/volumes", "/metrics")) {
                assertThat(status(ready.group(1) + path)).as(path).isEqualTo(200);
            }
            process.destroy();
            assertThat(process.waitFor(WAIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(ExitCode.OK);
        assertThat(Files.readString(output)).doesNotContain("Exception", "ERROR", "WARN");
    }

    @Test
    void whatIsWrongWithTheStoreIsToldBeforeItStarts() throws Exception {
        Path wrong = Files.writeString(directory.resolve("wrong"), "not the password");
        CommandRun refused = CommandRun.of(command(clickHouse.connection().url(), wrong));
        assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .contains(clickHouse.connection().url(), "Authentication failed", "--password-file")
                .doesNotContain("not the password");

        Path missing = directory.resolve("missing");
        CommandRun unreadable = CommandRun.of(command(clickHouse.connection().url(), missing));
        assertThat(unreadable.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(unreadable.err()).contains("the password file " + missing + " cannot be read");

        CommandRun nobody = CommandRun.of(command("jdbc:clickhouse://127.0.0.1:1/ullage", wrong));
        assertThat(nobody.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(nobody.err()).contains("jdbc:clickhouse://127.0.0.1:1/ullage", "Is it up");
    }

    private String[] command(String url, Path passwordFile) {
        return new String[] {
            "console",
            "--data",
            directory.toString(),
            "--port",
            "0",
            "--clickhouse",
            url,
            "--user",
            clickHouse.connection().user(),
            "--password-file",
            passwordFile.toString()
        };
    }

    private static int status(String url) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(WAIT).build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
