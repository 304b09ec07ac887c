package io.ullage.service.output;

import org.jspecify.annotations.Nullable;

/** A command cannot go on. The message is one line for the user; {@code next} says what to do about it. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final @Nullable String next;

    /**
     * @param exitCode one of {@link ExitCode}
     * @param message what is wrong: field, rule, value
     * @param next what to do next, as a full sentence
     */
    public CommandException(int exitCode, String message, @Nullable String next, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.next = next;
    }

    public CommandException(int exitCode, String message, @Nullable String next) {
        this(exitCode, message, next, null);
    }

    /** {@link ExitCode#FAILED} with a cause. */
    public static CommandException failed(String message, @Nullable String next, @Nullable Throwable cause) {
        return new CommandException(ExitCode.FAILED, message, next, cause);
    }

    /** {@link ExitCode#USAGE}. */
    public static CommandException usage(String message, @Nullable String next) {
        return new CommandException(ExitCode.USAGE, message, next, null);
    }

    /** {@link ExitCode#NOT_RUNNING}. */
    public static CommandException notRunning(String message, @Nullable String next) {
        return new CommandException(ExitCode.NOT_RUNNING, message, next, null);
    }

    public int exitCode() {
        return exitCode;
    }

    public @Nullable String next() {
        return next;
    }
}
