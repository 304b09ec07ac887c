package io.ullage.service.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.InvalidFieldException;
import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import io.ullage.service.output.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class ErrorsTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new NoSuchFileException("x.conf"), 1, "x.conf: no such file or directory"),
                Arguments.of(new AccessDeniedException("x.conf"), 1, "x.conf: permission denied"),
                Arguments.of(new UncheckedIOException(new NoSuchFileException("y")), 1, "y: no such file or directory"),
                Arguments.of(
                        new InvalidFieldException("days", "must be positive", 0), 2, "days: must be positive, was 0"),
                Arguments.of(CommandException.notRunning("no node in data", null), 4, "no node in data"),
                Arguments.of(new IllegalStateException("two\n  lines"), 1, "IllegalStateException: two lines"),
                Arguments.of(new IllegalStateException(), 1, "IllegalStateException"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void oneLineAndAnExitCode(Exception failure, int exitCode, String message) {
        StringWriter err = new StringWriter();
        assertThat(handle(failure, false, err)).isEqualTo(exitCode);
        assertThat(err.toString().lines().findFirst()).contains("ullage: " + message);
        assertThat(err.toString()).doesNotContain("\tat ");
    }

    @Test
    void saysWhatToDoNext() {
        StringWriter err = new StringWriter();
        handle(new CommandException(ExitCode.NOT_RUNNING, "no node", "Start one: ullage up"), false, err);
        assertThat(err.toString().lines()).containsExactly("ullage: no node", "Start one: ullage up");
    }

    @Test
    void stackTraceOnlyWhenAskedFor() {
        StringWriter err = new StringWriter();
        handle(new IllegalStateException("broken"), true, err);
        assertThat(err.toString()).contains("\tat ").contains("broken");
    }

    private static int handle(Exception failure, boolean verbose, StringWriter err) {
        CommandLine commandLine = Main.commandLine(Terminal.NONE);
        commandLine.setErr(new PrintWriter(err));
        return new Errors(() -> verbose).handleExecutionException(failure, commandLine, null);
    }
}
