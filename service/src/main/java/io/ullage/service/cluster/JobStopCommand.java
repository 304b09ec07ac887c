package io.ullage.service.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ullage job stop}. */
@Command(
        name = "stop",
        description = {
            "Stop jobs with a savepoint, from which 'ullage job submit' goes on, also with another build or parallelism.",
            "Waits until the savepoint is written."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ullage job stop --flink http://jobmanager:8081",
            "  ullage job stop --flink http://jobmanager:8081 --job utilisation --savepoint s3://ullage/savepoints"
        })
final class JobStopCommand implements Callable<Integer> {
    private static final Duration SAVEPOINT_WITHIN = Duration.ofMinutes(15);
    private static final Duration END_WITHIN = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(200);

    @Mixin
    private FlinkOption flink = new FlinkOption();

    @Option(names = "--job", paramLabel = "JOB", description = "${COMPLETION-CANDIDATES} (default: all that run).")
    private @Nullable ClusterJob job;

    @Option(
            names = "--savepoint",
            paramLabel = "DIR",
            description =
                    "Where to write it, as an absolute path or URI that JobManager and TaskManagers reach (default: beside the"
                            + " job's checkpoints, where --from-savepoint latest finds it).")
    private @Nullable String savepoint;

    @Option(
            names = "--cancel",
            description =
                    "End at once, without a savepoint. The last checkpoint stays; --from-savepoint latest goes on from it.")
    private boolean cancel;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        FlinkRest rest = flink.connect();
        PrintWriter out = spec.commandLine().getOut();
        List<FlinkRest.Job> jobs = rest.jobs().stream()
                .filter(each -> !each.ended())
                .filter(each -> ClusterJob.ofJobName(each.name())
                        .filter(known -> job == null || known == job)
                        .isPresent())
                .toList();
        if (jobs.isEmpty()) {
            throw new CommandException(
                    ExitCode.PARTIAL, rest.root() + " runs no such job", "'ullage job list' shows what is there.");
        }
        for (FlinkRest.Job each : jobs) {
            if (cancel) {
                rest.cancel(each.id());
                awaitEnd(rest, each);
                out.println(each.name() + " cancelled");
            } else {
                String written = stop(rest, each);
                out.println(each.name() + " stopped with " + written);
                out.println("Go on from it: ullage job submit … --from-savepoint " + written);
            }
            out.flush();
        }
        return ExitCode.OK;
    }

    private String stop(FlinkRest rest, FlinkRest.Job each) throws IOException, InterruptedException {
        try {
            String request = rest.stop(each.id(), directory(rest, each), false);
            long deadline = System.nanoTime() + SAVEPOINT_WITHIN.toNanos();
            Optional<String> written = rest.savepoint(each.id(), request);
            while (written.isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw CommandException.failed(
                            each.name() + ": no savepoint within " + SAVEPOINT_WITHIN.toMinutes() + " min",
                            "It may still come: 'ullage job list'. With --cancel the job ends and keeps its last checkpoint.",
                            null);
                }
                TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
                written = rest.savepoint(each.id(), request);
            }
            awaitEnd(rest, each);
            return written.get();
        } catch (FlinkRest.RefusedException e) {
            RootCause cause = RootCause.of(e.getMessage());
            throw CommandException.failed(
                    each.name() + ": no savepoint, the job goes on: " + cause.message(),
                    "Is a store or broker away? Try again when all is back. With --cancel the job ends and keeps its last checkpoint.",
                    e);
        }
    }

    private String directory(FlinkRest rest, FlinkRest.Job each) throws IOException, InterruptedException {
        if (savepoint != null) {
            return RetainedState.directory("--savepoint", savepoint).toString();
        }
        JsonNode checkpoint =
                rest.checkpoints(each.id()).path("latest").path("completed").path("external_path");
        if (!checkpoint.isTextual()) {
            throw CommandException.usage(
                    each.name() + " has no checkpoint yet, beside which its savepoint could lie",
                    "Name a directory with --savepoint.");
        }
        return RetainedState.ofCheckpoint(checkpoint.asText()).savepoints().toString();
    }

    private static void awaitEnd(FlinkRest rest, FlinkRest.Job job) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + END_WITHIN.toNanos();
        while (rest.jobs().stream().anyMatch(each -> each.id().equals(job.id()) && !each.ended())) {
            if (System.nanoTime() > deadline) {
                throw CommandException.failed(
                        job.name() + " does not end within " + END_WITHIN.toSeconds() + " s",
                        "'ullage job list' shows its state.",
                        null);
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }
}
