package io.ullage.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CommandTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void argumentsAreNotReadByAShell() throws Exception {
        assertThat(script("printf '%s\\n' \"$@\"").run(PATIENCE, "a b", "$(id)", "; ls"))
                .containsExactly("a b", "$(id)", "; ls");
    }

    @Test
    void theEnvironmentIsOurs() throws Exception {
        assertThat(script("echo \"$LC_ALL $PATH $HOME\"").run(PATIENCE))
                .containsExactly("C /usr/sbin:/usr/bin:/sbin:/bin ");
    }

    @Test
    void aFailureTellsTheCodeAndTheReason() throws Exception {
        Command failing = script("echo oops >&2; exit 5");
        assertThatThrownBy(() -> failing.run(PATIENCE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("exited with 5: oops");
    }

    @Test
    void oneThatHangsIsEnded() throws Exception {
        Command hanging = script("exec sleep 600");
        assertThatThrownBy(() -> hanging.run(Duration.ofMillis(200)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("took longer than 200 ms");
    }

    @Test
    void muchOutputOnBothSidesDoesNotBlock() throws Exception {
        List<String> said = script(
                        "i=0; while [ $i -lt 20000 ]; do echo 0123456789; echo 0123456789 >&2; i=$((i+1)); done")
                .run(PATIENCE);
        assertThat(said).hasSize(20000);
    }

    @Test
    void whatIsNotInstalledIsAbsent() {
        assertThat(Command.find("no-such-program-anywhere")).isEmpty();
        assertThat(Command.find("tool", List.of(directory))).isEmpty();
    }

    private Command script(String body) throws IOException {
        Path tool = directory.resolve("tool");
        Files.writeString(tool, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
        return Command.find("tool", List.of(directory)).orElseThrow();
    }
}
