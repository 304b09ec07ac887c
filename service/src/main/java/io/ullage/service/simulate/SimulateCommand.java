package io.ullage.service.simulate;

import io.ullage.schema.topic.Topic;
import io.ullage.service.output.DurationText;
import io.ullage.service.output.ExitCode;
import io.ullage.service.output.ProgressBar;
import io.ullage.service.output.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ullage simulate}. */
@Command(
        name = "simulate",
        description = {
            "Send the history of a made-up fleet through the same topics as real agents.",
            "The same numbers and seed give the same messages, byte for byte. Every identifier begins with sim-.",
            "Every 14 days of it, and at its end, its volumes are sketched for 'ullage dedup'."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ullage simulate --volumes 1000 --days 7 --seed 1",
            "  ullage simulate --volumes 50 --days 30 --seed 7 --step 15m --truth truth.jsonl"
        })
public final class SimulateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--volumes", paramLabel = "N", required = true, description = "Volumes in all, 1 to 1000000.")
    private int volumes;

    @Option(names = "--days", paramLabel = "D", required = true, description = "Days of history before --end.")
    private int days;

    @Option(names = "--seed", paramLabel = "S", required = true, description = "Any whole number; it makes the fleet.")
    private long seed;

    @Option(
            names = "--step",
            paramLabel = "TIME",
            defaultValue = "1h",
            converter = DurationText.class,
            description = "Between two reports of an agent, 1m to 1d (default: ${DEFAULT-VALUE}).")
    private Duration step = Duration.ofHours(1);

    @Option(
            names = "--end",
            paramLabel = "INSTANT",
            description = "When the history ends, such as 2026-11-01T00:00:00Z (default: now, rounded down to a step).")
    private @Nullable Instant end;

    @Option(names = "--truth", paramLabel = "FILE", description = "Also write what is really so, as JSON lines.")
    private @Nullable Path truth;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "Write the reports to a file instead, as JSON lines: for 'ullage alerts test --against'.")
    private @Nullable Path to;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public SimulateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        SimulationPlan plan = SimulationPlan.ofDays(volumes, days, seed, step, end());
        PrintWriter out = spec.commandLine().getOut();
        if (to != null) {
            return write(plan, to, out);
        }
        long started = System.nanoTime();
        try (KafkaTelemetry sender = KafkaTelemetry.connect(kafka.bootstrap());
                ProgressBar progress =
                        new ProgressBar(spec.commandLine().getErr(), terminal, "simulating", plan.steps())) {
            Fleet fleet = new Fleet(plan);
            if (truth == null) {
                fleet.tell(sender, progress::advance);
            } else {
                try (TruthFile file = new TruthFile(truth, sender)) {
                    fleet.tell(file, progress::advance);
                }
            }
            sender.flush();
            progress.close();
            double seconds = (System.nanoTime() - started) / 1e9;
            out.printf(
                    Locale.ROOT,
                    "%d reports to %s, %d to %s and %d to %s, %s to %s, in %.1f s%n",
                    sender.reports(),
                    Topic.REPORTS.topicName(),
                    sender.inventories(),
                    Topic.INVENTORY.topicName(),
                    sender.sketches(),
                    Topic.SKETCHES.topicName(),
                    plan.start(),
                    plan.end(),
                    seconds);
        }
        return ExitCode.OK;
    }

    private int write(SimulationPlan plan, Path file, PrintWriter out) throws IOException {
        try (TelemetryFile reports = new TelemetryFile(file);
                ProgressBar progress =
                        new ProgressBar(spec.commandLine().getErr(), terminal, "simulating", plan.steps())) {
            Fleet fleet = new Fleet(plan);
            if (truth == null) {
                fleet.tell(reports, progress::advance);
            } else {
                try (TruthFile told = new TruthFile(truth, reports)) {
                    fleet.tell(told, progress::advance);
                }
            }
            progress.close();
            out.printf("%d reports to %s, %s to %s%n", reports.reports(), file, plan.start(), plan.end());
        }
        return ExitCode.OK;
    }

    private Instant end() {
        if (end != null) {
            return end;
        }
        long stepSeconds = Math.max(1, step.toSeconds());
        long now = Instant.now().getEpochSecond();
        return Instant.ofEpochSecond(now - now % stepSeconds);
    }
}
