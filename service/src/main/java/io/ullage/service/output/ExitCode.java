package io.ullage.service.output;

/** What the number that a command ends with means; the same for every command. */
public final class ExitCode {
    public static final int OK = 0;
    /** It was tried and did not work; the message says why. */
    public static final int FAILED = 1;
    /** The command line or a configuration file is wrong; nothing was done. */
    public static final int USAGE = 2;
    /** Nothing was found, or part of what was asked for could not be read; what was found is printed. */
    public static final int PARTIAL = 3;
    /** No node is running where the command looked for one. */
    public static final int NOT_RUNNING = 4;

    private ExitCode() {}
}
