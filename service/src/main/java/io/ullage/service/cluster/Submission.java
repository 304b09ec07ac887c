package io.ullage.service.cluster;

import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Gives jobs to a cluster and sees them run. */
final class Submission {
    private static final Duration RUNNING_WITHIN = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final int NOT_FOUND = 404;

    private final FlinkRest rest;
    private final Path jar;

    Submission(FlinkRest rest, Path jar) {
        this.rest = rest;
        this.jar = jar;
    }

    /** @throws CommandException where a job runs already, or the slots do not suffice */
    void requireRoom(List<ClusterJob> jobs, int parallelism) throws IOException, InterruptedException {
        for (FlinkRest.Job running : rest.jobs()) {
            if (!running.ended() && jobs.stream().anyMatch(job -> job.jobName().equals(running.name()))) {
                throw new CommandException(
                        ExitCode.FAILED,
                        running.name() + " is on " + rest.root() + " already, as " + running.id() + ", "
                                + running.state(),
                        "Stop it first: ullage job stop --flink " + rest.root());
            }
        }
        FlinkRest.Overview overview = rest.overview();
        int needed = jobs.size() * parallelism;
        // A cluster without any may be one that starts TaskManagers as jobs ask for them.
        if (overview.slotsTotal() > 0 && overview.slotsAvailable() < needed) {
            throw new CommandException(
                    ExitCode.FAILED,
                    jobs.size() + " jobs of --parallelism " + parallelism + " need " + needed + " slots, " + rest.root()
                            + " has " + overview.slotsAvailable() + " free of " + overview.slotsTotal(),
                    "Add a TaskManager, raise taskmanager.numberOfTaskSlots, or lower --parallelism.");
        }
    }

    /**
     * Returns when all tasks run.
     *
     * @return the job's id
     * @throws CommandException with the cause where they do not
     */
    String submit(ClusterJob job, FlinkRest.Run run) throws IOException, InterruptedException {
        String id;
        try {
            String uploaded = rest.uploadJar(jar);
            try {
                id = rest.run(uploaded, run);
            } finally {
                // The JobManager has handed its content to the job.
                rest.deleteJar(uploaded);
            }
        } catch (FlinkRest.RefusedException e) {
            if (e.status() == NOT_FOUND) {
                throw CommandException.failed(
                        rest.root() + " takes no jar",
                        "Set web.submit.enable: true in the JobManager's configuration, or submit " + jar
                                + " with Flink's own 'flink run'.",
                        e);
            }
            RootCause cause = RootCause.of(e.getMessage());
            throw CommandException.failed(job.jobName() + " was refused: " + cause.message(), cause.next(), e);
        }
        awaitRunning(job, id);
        return id;
    }

    private void awaitRunning(ClusterJob job, String id) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + RUNNING_WITHIN.toNanos();
        while (true) {
            FlinkRest.Job now = rest.jobs().stream()
                    .filter(each -> each.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> CommandException.failed(
                            job.jobName() + " is gone, " + rest.root() + " does not know " + id,
                            "Was the JobManager started anew? Submit again.",
                            null));
            if (now.running()) {
                return;
            }
            Optional<RootCause> cause = rest.failure(id).map(RootCause::of);
            if (cause.isPresent() && (cause.get().forGood() || now.ended())) {
                if (!now.ended()) {
                    rest.cancel(id);
                }
                throw CommandException.failed(
                        job.jobName() + " cannot run and was taken back: "
                                + cause.get().message(),
                        cause.get().next(),
                        null);
            }
            if (System.nanoTime() > deadline) {
                throw late(job, id, now, cause);
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    private CommandException late(ClusterJob job, String id, FlinkRest.Job now, Optional<RootCause> cause)
            throws IOException, InterruptedException {
        FlinkRest.Overview overview = rest.overview();
        String why = cause.map(RootCause::message)
                .orElse(now.runningTasks() + " of " + now.tasks() + " tasks run, the cluster has "
                        + overview.taskManagers() + " TaskManagers and " + overview.slotsAvailable() + " free slots");
        String next = cause.map(RootCause::next).orElse("Add TaskManagers, or lower --parallelism.");
        return CommandException.failed(
                job.jobName() + " does not run yet, after " + RUNNING_WITHIN.toMinutes() + " min: " + why,
                next + " It stays submitted as " + id
                        + "; 'ullage job list' shows it, 'ullage job stop --cancel' takes it back.",
                null);
    }
}
