package io.ullage.service.node;

import io.ullage.service.output.Column;
import io.ullage.service.output.ExitCode;
import io.ullage.service.output.Listing;
import io.ullage.service.output.OutputFormat;
import io.ullage.service.output.OutputOptions;
import io.ullage.service.output.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ullage doctor}. */
@Command(
        name = "doctor",
        description = "Whether a node can run here and what it will see; what to do where not. Changes nothing.",
        footerHeading = "%nExit code 0 when a node can run, 1 when not.%n%nExamples:%n",
        footer = {"  ullage doctor", "  ullage doctor --data /srv/ullage --format json"})
public final class DoctorCommand implements Callable<Integer> {
    private static final Listing<Check> CHECKS = Listing.of(
            Column.text("result", check -> check.result().name()),
            Column.text("check", Check::name),
            Column.text("found", Check::found),
            Column.text("next", Check::next));

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Of the node (default: $XDG_DATA_HOME/ullage or ~/.local/share/ullage).")
    private Path data = NodeFile.standardDataDirectory();

    @Mixin
    private final PortOptions ports = new PortOptions();

    @Mixin
    private final OutputOptions output;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    DoctorCommand(Terminal terminal) {
        this.output = new OutputOptions(terminal);
    }

    @Override
    public Integer call() throws IOException {
        ports.ports();
        Doctor doctor = new Doctor(Path.of("/"), data.toAbsolutePath().normalize(), ports.byOption(), System.getenv());
        List<Check> checks = doctor.examine();
        PrintWriter out = spec.commandLine().getOut();
        if (output.format() == OutputFormat.TABLE) {
            print(checks, out);
        } else {
            output.print(CHECKS, checks, out);
        }
        boolean failed = checks.stream().anyMatch(check -> check.result() == Check.Result.FAIL);
        return failed ? ExitCode.FAILED : ExitCode.OK;
    }

    /** Whole sentences do not fit into columns. */
    private static void print(List<Check> checks, PrintWriter out) {
        for (Check check : checks) {
            out.printf(Locale.ROOT, "%-4s  %-18s  %s%n", check.result(), check.name(), check.found());
            if (check.next() != null) {
                out.printf(Locale.ROOT, "%-26s%s%n", "", check.next());
            }
        }
        out.flush();
    }
}
