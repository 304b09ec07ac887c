package io.ullage.service.cluster;

import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ullage job submit}. */
@Command(
        name = "submit",
        description = {
            "Run the jobs on a Flink cluster, and wait until they run.",
            "Files that options name are opened on the JobManager and on every TaskManager, under the same path."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ullage job submit --flink http://jobmanager:8081 --kafka kafka1:9092,kafka2:9092 \\",
            "    --clickhouse http://db:8123/ullage --clickhouse-user ullage --clickhouse-password-file /etc/ullage/ch \\",
            "    --checkpoint-directory s3://ullage/checkpoints --parallelism 4",
            "  ullage job submit … --from-savepoint latest      # after a stop, or when a JobManager was lost",
            "  ullage job submit … --job utilisation -- --interval PT5M"
        })
final class JobSubmitCommand implements Callable<Integer> {
    private static final String CHECKPOINTS_SETTING = "execution.checkpointing.dir";
    private static final String LATEST = "latest";

    @Mixin
    private FlinkOption flink = new FlinkOption();

    @Option(names = "--job", paramLabel = "JOB", description = "${COMPLETION-CANDIDATES} (default: all).")
    private @Nullable ClusterJob job;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT,…",
            required = true,
            description = "Brokers, as the cluster's machines reach them.")
    private String kafka = "";

    @Option(
            names = "--kafka-properties",
            paramLabel = "FILE",
            description =
                    "On the cluster: security., sasl. and ssl. settings of Kafka clients. Its values stay in the file.")
    private @Nullable Path kafkaProperties;

    @Option(
            names = "--clickhouse",
            paramLabel = "URL",
            required = true,
            description = "As the cluster's machines reach it, such as http://db:8123/ullage.")
    private String clickHouse = "";

    @Option(
            names = "--clickhouse-user",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "Default: ${DEFAULT-VALUE}.")
    private String clickHouseUser = "default";

    @Option(
            names = "--clickhouse-password-file",
            paramLabel = "FILE",
            description = "On the cluster: holds the password and nothing else.")
    private @Nullable Path clickHousePasswordFile;

    @Option(
            names = "--checkpoint-directory",
            paramLabel = "DIR",
            description =
                    "Absolute path or URI that every machine of the cluster reaches; each job has a directory of its own in it"
                            + " (default: the cluster's " + CHECKPOINTS_SETTING + ").")
    private @Nullable String checkpointDirectory;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of each job; it takes as many slots (default: ${DEFAULT-VALUE}).")
    private int parallelism;

    @Option(
            names = "--from-savepoint",
            paramLabel = "PATH",
            description = "Go on from this savepoint or checkpoint; latest looks for the newest of the job.")
    private @Nullable String savepoint;

    @Option(
            names = "--allow-non-restored-state",
            description = "Leave state behind that this build has no operator for.")
    private boolean allowNonRestoredState;

    @Option(
            names = "--jar",
            paramLabel = "FILE",
            description = "The jar with the jobs (default: that of this installation).")
    private @Nullable Path jar;

    @Parameters(
            paramLabel = "ARGUMENT",
            arity = "0..*",
            description = "After --: further arguments of the one --job. docs/utilisation-job.md says which there are.")
    private List<String> more = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<ClusterJob> jobs = job == null ? List.of(ClusterJob.values()) : List.of(job);
        if (job == null && !more.isEmpty()) {
            throw CommandException.usage("arguments after -- belong to one job", "Name it with --job.");
        }
        if (jobs.size() > 1 && savepoint != null && !savepoint.equals(LATEST)) {
            throw CommandException.usage("--from-savepoint: " + savepoint + " is one job's", "Name it with --job.");
        }
        absolute("--kafka-properties", kafkaProperties);
        absolute("--clickhouse-password-file", clickHousePasswordFile);
        StoreAddress store = StoreAddress.of(clickHouse);
        Path jobJar = JobJar.locate(jar);
        if (checkpointDirectory != null) {
            RetainedState.directory("--checkpoint-directory", checkpointDirectory);
        }
        // What is wrong with the arguments is told before the cluster is asked for anything.
        for (ClusterJob each : jobs) {
            check(each, arguments(each, store, URI.create("file:///")));
        }
        FlinkRest rest = flink.connect();
        Submission submission = new Submission(rest, jobJar);
        submission.requireRoom(jobs, parallelism);
        URI checkpoints = checkpoints(rest);
        PrintWriter out = spec.commandLine().getOut();
        for (ClusterJob each : jobs) {
            String from = from(rest, checkpoints, each);
            FlinkRest.Run run = new FlinkRest.Run(
                    each.mainClass(),
                    arguments(each, store, checkpoints),
                    from,
                    // Ours to clean up; what the user named by hand stays.
                    LATEST.equals(savepoint),
                    allowNonRestoredState);
            String id = submission.submit(each, run);
            out.println(each.jobName() + " runs as " + id + (from == null ? "" : ", from " + from));
            out.flush();
        }
        return ExitCode.OK;
    }

    private @Nullable String from(FlinkRest rest, URI checkpoints, ClusterJob each)
            throws IOException, InterruptedException {
        if (!LATEST.equals(savepoint)) {
            return savepoint;
        }
        return RetainedState.of(checkpoints, each).latest(rest, each);
    }

    private URI checkpoints(FlinkRest rest) throws IOException, InterruptedException {
        if (checkpointDirectory != null) {
            return RetainedState.directory("--checkpoint-directory", checkpointDirectory);
        }
        String configured = rest.setting(CHECKPOINTS_SETTING)
                .orElseThrow(() -> CommandException.usage(
                        "--checkpoint-directory: is needed, the cluster has no " + CHECKPOINTS_SETTING,
                        "Name one that the JobManager and every TaskManager reach, such as s3://ullage/checkpoints."));
        return RetainedState.directory(CHECKPOINTS_SETTING, configured);
    }

    private List<String> arguments(ClusterJob each, StoreAddress store, URI checkpoints) {
        List<String> arguments = new ArrayList<>(List.of(
                "--bootstrap-servers", kafka,
                "--clickhouse-endpoint", store.endpoint(),
                "--clickhouse-database", store.database(),
                "--clickhouse-user", clickHouseUser,
                "--checkpoint-directory",
                        RetainedState.of(checkpoints, each).directory().toString(),
                "--parallelism", Integer.toString(parallelism)));
        if (kafkaProperties != null) {
            arguments.addAll(List.of("--kafka-properties", kafkaProperties.toString()));
        }
        if (clickHousePasswordFile != null) {
            arguments.addAll(List.of("--clickhouse-password-file", clickHousePasswordFile.toString()));
        }
        arguments.addAll(more);
        return arguments;
    }

    private static void check(ClusterJob each, List<String> arguments) {
        try {
            each.check(arguments.toArray(String[]::new));
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, each.jobName() + ": " + e.getMessage(), null, e);
        }
    }

    private static void absolute(String option, @Nullable Path file) {
        if (file != null && !file.isAbsolute()) {
            throw CommandException.usage(
                    option + ": must be absolute, was " + file, "It is opened on the cluster's machines, not here.");
        }
    }
}
