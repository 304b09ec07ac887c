package io.ullage.service.alert;

import io.ullage.job.rule.Firing;
import io.ullage.job.rule.RuleCase;
import io.ullage.job.rule.RuleReader;
import io.ullage.job.rule.RuleSet;
import io.ullage.service.output.Column;
import io.ullage.service.output.CommandException;
import io.ullage.service.output.DurationText;
import io.ullage.service.output.ExitCode;
import io.ullage.service.output.Listing;
import io.ullage.service.output.OutputOptions;
import io.ullage.service.output.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ullage alerts test}. */
@Command(
        name = "test",
        description = {
            "Try rules before they are used: against readings, or against cases.",
            "",
            "Without --against and --cases it only says whether the rules are right. It ends with 1 if a case does not hold."
        })
public final class AlertsTestCommand implements Callable<Integer> {
    private static final Listing<Firing> FIRINGS = Listing.of(
            Column.<Firing>text("rule", firing -> firing.first().rule()),
            Column.<Firing>text("severity", firing -> firing.first().severity().label()),
            Column.<Firing>time("startsAt", Firing::startsAt),
            Column.<Firing>time("endsAt", Firing::endsAt),
            Column.<Firing>text("lasted", AlertsTestCommand::lasted),
            Column.<Firing>text(
                    "end",
                    firing -> firing.last().end() == null
                            ? null
                            : firing.last().end().name()),
            Column.<Firing>texts("entities", firing -> firing.first().entities())
                    .notTabled(),
            Column.<Firing>count(
                            "entityCount",
                            firing -> Math.max(
                                    firing.first().entityCount(), firing.last().entityCount()))
                    .titled("COUNT"),
            Column.<Firing>text(
                    "summary", firing -> firing.first().annotations().get("summary")),
            Column.<Firing>text("silencedBy", firing -> firing.last().silencedBy())
                    .tabledWhereItFits(),
            Column.<Firing>text("fingerprint", firing -> firing.first().fingerprint())
                    .notTabled());

    @Parameters(paramLabel = "RULES", arity = "0..1", description = "A file of rules (default: the shipped ones).")
    private @Nullable Path rules;

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description =
                    "Readings: one report as JSON per line, in the order of time, as 'ullage simulate --to' writes them.")
    private @Nullable Path against;

    @Option(
            names = "--cases",
            paramLabel = "PATH",
            description = "A file of given/when/then cases, or a directory of .yaml files.")
    private @Nullable Path cases;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "1m",
            converter = DurationText.class,
            description = "With --against: that of the job, no shorter than the cycle of the agents (default:"
                    + " ${DEFAULT-VALUE}).")
    private Duration interval = Duration.ofMinutes(1);

    @Option(names = "--defaults", description = "Print the shipped rules and do nothing else.")
    private boolean defaults;

    @Mixin
    private OutputOptions output;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public AlertsTestCommand(Terminal terminal) {
        this.output = new OutputOptions(terminal);
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (defaults) {
            out.print(RuleReader.defaultText());
            out.flush();
            return ExitCode.OK;
        }
        if (against != null && cases != null) {
            throw CommandException.usage("--against, --cases: must not both be given", null);
        }
        RuleSet read = rules == null ? RuleReader.defaults() : RuleFiles.rules(rules);
        if (cases != null) {
            return runCases(read, cases, out);
        }
        if (against != null) {
            return replay(read, against, out);
        }
        out.printf(
                "%d rules and %d silences are right%n",
                read.rules().size(), read.silences().size());
        out.flush();
        return ExitCode.OK;
    }

    private static int runCases(RuleSet rules, Path place, PrintWriter out) throws IOException {
        int run = 0;
        int failed = 0;
        for (Map.Entry<Path, List<RuleCase>> file : RuleFiles.cases(place).entrySet()) {
            for (RuleCase one : file.getValue()) {
                run++;
                List<String> differences = one.run(rules);
                if (!differences.isEmpty()) {
                    failed++;
                    out.printf("%s: %s%n", file.getKey(), Listing.printable(one.name()));
                    differences.forEach(line -> out.printf("  %s%n", Listing.printable(line)));
                }
            }
        }
        out.printf("%d of %d cases hold%n", run - failed, run);
        if (failed > 0) {
            out.println("- is missing, + is too much");
        }
        out.flush();
        return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private int replay(RuleSet rules, Path file, PrintWriter out) throws IOException {
        AlertReplay replay = new AlertReplay(rules, interval);
        List<Firing> firings = replay.run(file);
        output.print(FIRINGS, firings, out);
        PrintWriter err = spec.commandLine().getErr();
        err.printf(
                "ullage: %d reports, %d of them too late; %d firings%n", replay.lines(), replay.late(), firings.size());
        err.flush();
        return ExitCode.OK;
    }

    private static @Nullable String lasted(Firing firing) {
        Instant end = firing.endsAt();
        if (end == null) {
            return null;
        }
        long seconds = Duration.between(firing.startsAt(), end).toSeconds();
        if (seconds >= 2 * 86400) {
            return seconds / 86400 + "d";
        }
        return seconds >= 2 * 3600 ? seconds / 3600 + "h" : seconds >= 120 ? seconds / 60 + "m" : seconds + "s";
    }
}
