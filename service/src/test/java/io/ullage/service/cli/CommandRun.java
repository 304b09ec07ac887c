package io.ullage.service.cli;

import io.ullage.service.output.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** A command run inside this process: what it printed and how it ended. */
public record CommandRun(int exitCode, String out, String err) {

    public static CommandRun of(String... args) {
        return on(Terminal.NONE, args);
    }

    public static CommandRun on(Terminal terminal, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Main.commandLine(terminal);
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        int exitCode = commandLine.execute(args);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}
