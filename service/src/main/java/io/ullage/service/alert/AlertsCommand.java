package io.ullage.service.alert;

import io.ullage.service.output.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ullage alerts}. */
@Command(
        name = "alerts",
        description = "Alert rules: try them, use them, and list what they found.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {AlertsTestCommand.class, AlertsApplyCommand.class, AlertsListCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  ullage alerts list --firing",
            "  ullage alerts test --defaults > rules.yaml     # the shipped rules, to begin with",
            "  ullage alerts test rules.yaml --cases cases.yaml",
            "  ullage simulate --volumes 50 --days 30 --seed 7 --to readings.jsonl",
            "  ullage alerts test rules.yaml --against readings.jsonl --interval 1h",
            "  ullage alerts apply rules.yaml --dry-run"
        })
public final class AlertsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return ExitCode.USAGE;
    }
}
