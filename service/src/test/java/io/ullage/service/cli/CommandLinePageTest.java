package io.ullage.service.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.service.output.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;

/** {@code docs/cli.md} shows every command as it helps: run with {@code -Dullage.regenerate=true} after a change. */
class CommandLinePageTest {
    private static final Path PAGE = Path.of("../docs/cli.md");
    private static final String BEGIN = "<!-- commands: written by CommandLinePageTest -->\n";
    private static final String END = "<!-- commands end -->\n";

    @Test
    void pageShowsEveryCommandAsItHelps() throws IOException {
        String page = Files.readString(PAGE);
        String head = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
        String tail = page.substring(page.indexOf(END));
        String expected = head + commands() + tail;
        if (Boolean.getBoolean("ullage.regenerate")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(expected);
    }

    @Test
    void everyOptionStandsInIt() {
        String page = commands();
        for (CommandLine command : all(Main.commandLine(Terminal.NONE))) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                assertThat(page).as(command.getCommandName()).contains(option.longestName());
            }
        }
    }

    @Test
    void everyCommandOfOursHasExamples() {
        for (CommandLine command : all(Main.commandLine(Terminal.NONE))) {
            if (command.getCommand().getClass().getName().startsWith("io.ullage")) {
                assertThat(command.getUsageMessage(Help.Ansi.OFF))
                        .as(command.getCommandSpec().qualifiedName())
                        .contains("Examples:")
                        .contains("  ullage ");
            }
        }
    }

    private static String commands() {
        StringBuilder text = new StringBuilder();
        for (CommandLine command : all(Main.commandLine(Terminal.NONE))) {
            text.append("\n## ")
                    .append(command.getCommandSpec().qualifiedName())
                    .append("\n\n```text\n")
                    .append(command.getUsageMessage(Help.Ansi.OFF)
                            .stripTrailing()
                            .replaceAll("(?m)[ \t]+$", ""))
                    .append("\n```\n");
        }
        return text.append('\n').toString();
    }

    private static List<CommandLine> all(CommandLine root) {
        List<CommandLine> commands = new ArrayList<>(List.of(root));
        root.getSubcommands().values().forEach(command -> commands.addAll(all(command)));
        return commands;
    }
}
