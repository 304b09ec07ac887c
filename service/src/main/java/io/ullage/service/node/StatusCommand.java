package io.ullage.service.node;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ullage.service.flink.FlinkJobStatus;
import io.ullage.service.node.NodeFile.RoutineState;
import io.ullage.service.node.NodeStatus.ProcessRow;
import io.ullage.service.output.Column;
import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import io.ullage.service.output.HumanBytes;
import io.ullage.service.output.Listing;
import io.ullage.service.output.OutputOptions;
import io.ullage.service.output.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ullage status}. */
@Command(
        name = "status",
        description = "What of the node runs on this machine, and what flows through it.",
        footerHeading = "%nExit code 0 when all is well, 3 when a part is not, 4 when no node runs.%n%nExamples:%n",
        footer = {"  ullage status", "  ullage status --data /srv/ullage --format json"})
public final class StatusCommand implements Callable<Integer> {
    private static final Listing<ProcessRow> PROCESSES = Listing.of(
            Column.text("name", ProcessRow::name),
            Column.text("state", ProcessRow::state),
            Column.count("pid", ProcessRow::pid),
            Column.bytes("residentBytes", ProcessRow::residentBytes),
            Column.count("restarts", process -> (long) process.restarts()));

    private static final Listing<FlinkJobStatus> JOBS = Listing.of(
            Column.text("name", FlinkJobStatus::name),
            Column.text("state", FlinkJobStatus::state),
            Column.count("completedCheckpoints", FlinkJobStatus::completedCheckpoints),
            Column.count("failedCheckpoints", FlinkJobStatus::failedCheckpoints),
            Column.time("lastCheckpoint", FlinkJobStatus::lastCheckpoint),
            Column.bytes("lastCheckpointBytes", FlinkJobStatus::lastCheckpointBytes));

    private static final Listing<RoutineState> ROUTINES = Listing.of(
            Column.text("name", RoutineState::name),
            Column.text("interval", RoutineState::interval),
            Column.text("lastRun", RoutineState::lastRun),
            Column.count("runs", RoutineState::runs),
            Column.count("failures", RoutineState::failures),
            Column.text("failure", RoutineState::failure));

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Of the node (default: $XDG_DATA_HOME/ullage or ~/.local/share/ullage).")
    private Path data = NodeFile.standardDataDirectory();

    @Mixin
    private final OutputOptions output;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    StatusCommand(Terminal terminal) {
        this.output = new OutputOptions(terminal);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path directory = data.toAbsolutePath().normalize();
        NodeFile node = NodeFile.ofRunning(directory)
                .orElseThrow(() -> CommandException.notRunning(
                        "no node runs on " + directory,
                        "Start one with 'ullage up', or name its directory with --data."));
        NodeStatus status = NodeStatus.of(node);
        PrintWriter out = spec.commandLine().getOut();
        switch (output.format()) {
            case TABLE -> table(status, Clock.systemUTC().instant(), out);
            case JSON -> json(status, out);
            case CSV -> output.print(PROCESSES, status.processes(), out);
        }
        out.flush();
        return status.healthy() ? ExitCode.OK : ExitCode.PARTIAL;
    }

    private void table(NodeStatus status, Instant now, PrintWriter out) {
        output.print(PROCESSES, status.processes(), out);
        out.println();
        output.print(JOBS, status.jobs(), out);
        out.println();
        if (!status.node().routines().isEmpty()) {
            output.print(ROUTINES, status.node().routines(), out);
            out.println();
        }
        out.println(LiveLine.text(status.flow(), status.node(), now) + " · lag "
                + (status.flow().lag() == null ? "–" : status.flow().lag()));
        out.println("memory " + HumanBytes.text(status.residentBytes()) + " · up since "
                + status.node().startedAt() + " · data " + status.node().dataDirectory());
        if (status.node().consoleUrl() != null) {
            out.println("console " + status.node().consoleUrl() + "/");
        }
        status.flow().problems().forEach(problem -> out.println("! " + problem));
    }

    private static void json(NodeStatus status, PrintWriter out) throws IOException {
        Flow flow = status.flow();
        try (JsonGenerator json = OutputOptions.json(out)) {
            json.writeStartObject();
            json.writeBooleanField("healthy", status.healthy());
            json.writeStringField("dataDirectory", status.node().dataDirectory());
            json.writeStringField("startedAt", status.node().startedAt());
            json.writeStringField("kafkaBootstrapServers", status.node().kafkaBootstrapServers());
            json.writeStringField("clickHouseUrl", status.node().clickHouseUrl());
            json.writeStringField("flinkUrl", status.node().flinkUrl());
            json.writeStringField("flinkMetricsUrl", status.node().flinkMetricsUrl());
            json.writeStringField("agentMetricsUrl", status.node().agentMetricsUrl());
            if (status.node().consoleUrl() != null) {
                json.writeStringField("consoleUrl", status.node().consoleUrl());
            }
            json.writeNumberField("residentBytes", status.residentBytes());
            json.writeFieldName("processes");
            PROCESSES.writeJson(json, status.processes());
            json.writeFieldName("jobs");
            JOBS.writeJson(json, status.jobs());
            json.writeFieldName("routines");
            ROUTINES.writeJson(json, status.node().routines());
            json.writeObjectFieldStart("flow");
            number(json, "reports", flow.reports());
            number(json, "lag", flow.lag());
            number(json, "deadLetters", flow.deadLetters());
            if (flow.readingsPerSecond() != null) {
                json.writeNumberField("readingsPerSecond", flow.readingsPerSecond());
            }
            number(json, "ledgerRows", flow.ledgerRows());
            number(json, "volumes", flow.volumes());
            number(json, "pools", flow.pools());
            if (flow.lastLedger() != null) {
                json.writeStringField("lastLedger", flow.lastLedger().toString());
            }
            json.writeEndObject();
            json.writeArrayFieldStart("problems");
            for (String problem : flow.problems()) {
                json.writeString(problem);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        out.println();
    }

    private static void number(JsonGenerator json, String name, @Nullable Long value) throws IOException {
        if (value != null) {
            json.writeNumberField(name, value);
        }
    }
}
