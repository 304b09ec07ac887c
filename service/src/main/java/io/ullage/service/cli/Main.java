package io.ullage.service.cli;

import io.ullage.service.node.DoctorCommand;
import io.ullage.service.node.StatusCommand;
import io.ullage.service.node.UpCommand;
import io.ullage.service.output.ExitCode;
import io.ullage.service.output.Terminal;
import io.ullage.service.report.ReportCommand;
import io.ullage.service.scan.ScanCommand;
import io.ullage.service.simulate.SimulateCommand;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code ullage}: where every provisioned byte goes, and what would come back. */
@Command(
        name = "ullage",
        versionProvider = BuildVersion.class,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        description = "Where every provisioned byte of block storage goes, and what would come back.",
        subcommands = {
            ScanCommand.class,
            UpCommand.class,
            StatusCommand.class,
            DoctorCommand.class,
            ReportCommand.class,
            SimulateCommand.class,
            SchemaCommand.class,
            GenerateCompletion.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCode.OK + ":done",
            ExitCode.FAILED + ":tried, and did not work; the message says why",
            ExitCode.USAGE + ":the command line or a configuration file is wrong",
            ExitCode.PARTIAL + ":nothing found, or part of it could not be read",
            ExitCode.NOT_RUNNING + ":no node is running here"
        })
public final class Main {
    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Print stack traces of errors.")
    private boolean verbose;

    public static void main(String[] args) {
        Terminal terminal = Terminal.detect(System.getenv());
        CommandLine commandLine = commandLine(terminal);
        System.exit(commandLine.execute(args));
    }

    /** The whole command tree; {@link CommandLine#setOut} and {@link CommandLine#setErr} say where it prints. */
    public static CommandLine commandLine(Terminal terminal) {
        Main main = new Main();
        CommandLine commandLine = new CommandLine(main, new CommandFactory(terminal));
        commandLine.setColorScheme(Help.defaultColorScheme(terminal.colours() ? Help.Ansi.ON : Help.Ansi.OFF));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setUsageHelpAutoWidth(false);
        commandLine.setUsageHelpWidth(100);
        commandLine.setExpandAtFiles(false);
        Errors errors = new Errors(() -> main.verbose);
        commandLine.setParameterExceptionHandler(errors);
        commandLine.setExecutionExceptionHandler(errors);
        return commandLine;
    }
}
