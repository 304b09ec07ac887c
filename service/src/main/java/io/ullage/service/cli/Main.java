package io.ullage.service.cli;

import io.ullage.service.alert.AlertsCommand;
import io.ullage.service.chargeback.ChargebackCommand;
import io.ullage.service.cluster.JobCommand;
import io.ullage.service.dedup.DedupCommand;
import io.ullage.service.delivery.DeliverCommand;
import io.ullage.service.exporter.ExporterCommand;
import io.ullage.service.forecast.ForecastCommand;
import io.ullage.service.node.ConsoleCommand;
import io.ullage.service.node.DoctorCommand;
import io.ullage.service.node.StatusCommand;
import io.ullage.service.node.UpCommand;
import io.ullage.service.output.ExitCode;
import io.ullage.service.output.Terminal;
import io.ullage.service.recommend.RecommendCommand;
import io.ullage.service.recommend.SavingsCommand;
import io.ullage.service.report.ReportCommand;
import io.ullage.service.scan.ScanCommand;
import io.ullage.service.simulate.SimulateCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
            ConsoleCommand.class,
            ReportCommand.class,
            AlertsCommand.class,
            RecommendCommand.class,
            SavingsCommand.class,
            DedupCommand.class,
            ChargebackCommand.class,
            ForecastCommand.class,
            DeliverCommand.class,
            ExporterCommand.class,
            AgentCommand.class,
            SimulateCommand.class,
            SchemaCommand.class,
            JobCommand.class,
            GenerateCompletion.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ullage scan /var/lib/libvirt/images   # look once, without a server",
            "  ullage up                             # run everything on this machine",
            "  ullage report volumes --limit 20      # what it found"
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
    private static final String LOG_CONFIGURATION = "log4j2.configurationFile";

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Print stack traces of errors.")
    private boolean verbose;

    public static void main(String[] args) {
        if (System.getProperty(LOG_CONFIGURATION) == null) {
            System.setProperty(LOG_CONFIGURATION, "ullage-cli-log4j2.xml");
        }
        Terminal terminal = Terminal.detect(System.getenv());
        CommandLine commandLine = commandLine(terminal);
        // JSON and CSV are UTF-8 whatever the locale; a table is too.
        commandLine.setOut(new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        System.exit(commandLine.execute(args));
    }

    /** The whole command tree; {@link CommandLine#setOut} and {@link CommandLine#setErr} say where it prints. */
    public static CommandLine commandLine(Terminal terminal) {
        Main main = new Main();
        CommandLine commandLine = new CommandLine(main, new CommandFactory(terminal));
        CommandLine up = commandLine.getSubcommands().get("up");
        ((UpCommand) up.getCommand())
                .services()
                .forEach(service -> up.addMixin(service.getClass().getSimpleName(), service));
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
