package io.ullage.service.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.ullage.service.output.Column;
import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import io.ullage.service.output.Listing;
import io.ullage.service.output.OutputOptions;
import io.ullage.service.output.Terminal;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ullage job list}. */
@Command(
        name = "list",
        description = "Ullage's jobs that a Flink cluster runs, and those that it remembers.",
        footerHeading = "%nExit code 0 when each of them runs, 3 when one does not or none is there.%n%nExamples:%n",
        footer = {
            "  ullage job list --flink http://jobmanager:8081",
            "  ullage job list --flink http://jobmanager:8081 --format json"
        })
final class JobListCommand implements Callable<Integer> {
    private static final Listing<Row> LISTING = Listing.of(
            Column.text("name", row -> row.job.name()),
            Column.text("id", row -> row.job.id()),
            Column.text("state", row -> row.job.state()),
            Column.count("tasks", row -> (long) row.job.tasks()),
            Column.count("runningTasks", row -> (long) row.job.runningTasks()),
            Column.time("started", row -> Instant.ofEpochMilli(row.job.startMillis())),
            Column.count("completedCheckpoints", Row::completed),
            Column.count("failedCheckpoints", Row::failed),
            Column.time("lastCheckpoint", Row::lastCheckpoint),
            Column.bytes("lastCheckpointBytes", Row::lastCheckpointBytes),
            Column.text("lastCheckpointPath", Row::lastCheckpointPath).notTabled());

    private record Row(
            FlinkRest.Job job,
            long completed,
            long failed,
            @Nullable Instant lastCheckpoint,
            @Nullable Long lastCheckpointBytes,
            @Nullable String lastCheckpointPath) {
        static Row of(FlinkRest.Job job, JsonNode checkpoints) {
            JsonNode counts = checkpoints.path("counts");
            JsonNode last = checkpoints.path("latest").path("completed");
            boolean known = last.has("latest_ack_timestamp");
            return new Row(
                    job,
                    counts.path("completed").asLong(),
                    counts.path("failed").asLong(),
                    known
                            ? Instant.ofEpochMilli(
                                    last.path("latest_ack_timestamp").asLong())
                            : null,
                    known ? last.path("state_size").asLong() : null,
                    known ? last.path("external_path").asText() : null);
        }
    }

    @Mixin
    private FlinkOption flink = new FlinkOption();

    @Mixin
    private final OutputOptions output;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    JobListCommand(Terminal terminal) {
        this.output = new OutputOptions(terminal);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        FlinkRest rest = flink.connect();
        List<Row> rows = new ArrayList<>();
        List<FlinkRest.Job> ours = rest.jobs().stream()
                .filter(job -> ClusterJob.ofJobName(job.name()).isPresent())
                .sorted(Comparator.comparing(FlinkRest.Job::name).thenComparing(FlinkRest.Job::startMillis))
                .toList();
        for (FlinkRest.Job job : ours) {
            rows.add(Row.of(job, rest.checkpoints(job.id())));
        }
        if (rows.isEmpty()) {
            throw new CommandException(
                    ExitCode.PARTIAL,
                    rest.root() + " has none of Ullage's jobs",
                    "'ullage job submit' gives it some. After a JobManager was lost: with --from-savepoint latest.");
        }
        output.print(LISTING, rows, spec.commandLine().getOut());
        // One that was stopped and taken up again is there twice.
        Set<String> names = ours.stream().map(FlinkRest.Job::name).collect(Collectors.toSet());
        ours.stream().filter(FlinkRest.Job::running).map(FlinkRest.Job::name).forEach(names::remove);
        return names.isEmpty() ? ExitCode.OK : ExitCode.PARTIAL;
    }
}
