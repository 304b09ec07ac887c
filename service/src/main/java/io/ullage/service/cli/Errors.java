package io.ullage.service.cli;

import io.ullage.schema.InvalidFieldException;
import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** One line that says what is wrong, one that says what to do next. */
record Errors(BooleanSupplier verbose) implements IParameterExceptionHandler, IExecutionExceptionHandler {

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine commandLine = e.getCommandLine();
        PrintWriter err = commandLine.getErr();
        printError(commandLine, e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("Try '" + commandLine.getCommandSpec().qualifiedName()
                    + " --help' for what it takes and examples.");
        }
        err.flush();
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parsed) {
        PrintWriter err = commandLine.getErr();
        int exitCode;
        String next = null;
        if (e instanceof CommandException known) {
            exitCode = known.exitCode();
            next = known.next();
            printError(commandLine, known.getMessage());
        } else {
            exitCode = e instanceof InvalidFieldException ? ExitCode.USAGE : ExitCode.FAILED;
            printError(commandLine, describe(e));
        }
        if (next != null) {
            err.println(next);
        }
        if (verbose.getAsBoolean()) {
            e.printStackTrace(err);
        } else if (!(e instanceof CommandException)) {
            err.println("Run again with --verbose for the stack trace.");
        }
        err.flush();
        return exitCode;
    }

    private static void printError(CommandLine commandLine, String message) {
        ColorScheme colours = commandLine.getColorScheme();
        commandLine.getErr().println(colours.errorText("ullage: ") + oneLine(message));
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\s*\\R\\s*", " ");
    }

    /** {@code NoSuchFileException: x} and its like say too little to a user. */
    private static String describe(Exception e) {
        Throwable cause = e instanceof UncheckedIOException unchecked ? unchecked.getCause() : e;
        if (cause instanceof NoSuchFileException missing) {
            return missing.getFile() + ": no such file or directory";
        }
        if (cause instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        if (cause instanceof FileSystemException failed && failed.getReason() != null) {
            return failed.getFile() + ": " + failed.getReason();
        }
        String message = cause.getMessage();
        if (message == null) {
            return cause.getClass().getSimpleName();
        }
        boolean speaksForItself = cause instanceof IOException || cause instanceof IllegalArgumentException;
        return speaksForItself ? message : cause.getClass().getSimpleName() + ": " + message;
    }
}
