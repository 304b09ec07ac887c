package io.ullage.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.dashboards.preview.Preview;
import io.ullage.dashboards.rule.Dashboard;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Pages from a real store, as the read-only user. */
@Tag("clickhouse")
@ExtendWith(SeededStore.Shared.class)
class PreviewIT {
    @TempDir
    Path directory;

    private static SeededStore store;
    private final StringWriter said = new StringWriter();

    @BeforeAll
    static void share(SeededStore shared) {
        store = shared;
    }

    private int preview(Path password, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--clickhouse",
                store.address(),
                "--password-file",
                password.toString(),
                "--out",
                directory.toString()));
        arguments.addAll(List.of(more));
        CommandLine command =
                Preview.commandLine().setOut(new PrintWriter(said, true)).setErr(new PrintWriter(said, true));
        return command.execute(arguments.toArray(String[]::new));
    }

    private static String file(Dashboard dashboard) {
        return Dashboard.DIRECTORY.resolve(dashboard.file()).toString();
    }

    @Test
    void allDashboardsHaveAPageOnWhichEachPanelHasAnAnswer() throws IOException {
        Path password = store.reader().passwordFile();
        String[] others = Dashboard.all().stream()
                .filter(dashboard -> !dashboard.uid().equals("ullage-pool"))
                .map(PreviewIT::file)
                .toArray(String[]::new);
        String pool = Dashboard.DIRECTORY.resolve("pool.json").toString();
        assertThat(preview(password, others)).as(said.toString()).isZero();
        assertThat(preview(password, "--choose", "pool=pool-1", pool))
                .as(said.toString())
                .isZero();
        for (Dashboard dashboard : Dashboard.all()) {
            String page = Files.readString(directory.resolve(dashboard.file().replace(".json", ".html")));
            assertThat(page.matches("(?s).*class=\"(nothing|failed)\".*")).isFalse();
            assertThat(page.split("<section ", -1))
                    .hasSize(1 + dashboard.panels().size());
        }
    }

    @Test
    void aPanelWithoutAnAnswerIsSaidAndIsNoSuccess() throws IOException {
        String file = Dashboard.DIRECTORY.resolve("capacity-overview.json").toString();
        assertThat(preview(store.reader().passwordFile(), "--choose", "pool=no-such-pool", file))
                .isEqualTo(1);
        assertThat(said.toString()).contains("Which pool will be full first?: empty");
        assertThat(Files.readString(directory.resolve("capacity-overview.html")))
                .contains("class=\"nothing\"");
    }

    @Test
    void aPasswordThatOthersMayReadIsRefused() throws IOException {
        Path open = directory.resolve("password");
        Files.copy(store.reader().passwordFile(), open);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(preview(open, file(Dashboard.all().get(0)))).isEqualTo(2);
        assertThat(said.toString()).contains("chmod 600");
    }

    @Test
    void aWrongPasswordIsRefused() throws IOException {
        Path wrong = Files.createFile(
                directory.resolve("password"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(wrong, "wrong");
        assertThat(preview(
                        wrong,
                        Dashboard.DIRECTORY.resolve("capacity-overview.json").toString()))
                .isEqualTo(1);
        assertThat(said.toString()).contains("Authentication failed");
    }
}
