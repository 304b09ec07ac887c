package io.ullage.service.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.service.output.ExitCode;
import io.ullage.service.output.Terminal;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
    @Test
    void versionComesFromTheBuild() {
        CommandRun run = CommandRun.of("--version");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).matches("(?s)ullage \\d+\\.\\d+\\.\\d+[^ ,]*, revision [^\\s${}]+\\R.*");
    }

    @Test
    void wrongOptionIsOneLineAndWhatToDoNext() {
        CommandRun run = CommandRun.of("--wrong");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(2).first().asString().startsWith("ullage: Unknown option: '--wrong'");
    }

    @Test
    void withoutCommandIsWrongUse() {
        CommandRun run = CommandRun.of();
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("Missing required subcommand").contains("--help");
    }

    @Test
    void coloursOnlyOnTerminal() {
        assertThat(CommandRun.of("--help").out()).doesNotContain("\u001b");
        assertThat(CommandRun.on(new Terminal(true, true, true, 100), "--help").out())
                .contains("\u001b");
        assertThat(CommandRun.on(new Terminal(true, true, false, 100), "--help").out())
                .doesNotContain("\u001b");
    }

    @Test
    void everyCommandHelps() {
        for (var command : Main.commandLine(Terminal.NONE).getSubcommands().keySet()) {
            CommandRun run = CommandRun.of(command, "--help");
            assertThat(run.exitCode()).as(command).isEqualTo(ExitCode.OK);
            assertThat(run.out()).as(command).startsWith("Usage: ullage " + command);
        }
    }

    @Test
    void completionKnowsEveryCommand() {
        CommandLine commandLine = Main.commandLine(Terminal.NONE);
        CommandRun run = CommandRun.of("generate-completion");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains(commandLine.getSubcommands().keySet());
    }
}
