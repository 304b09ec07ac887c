package io.ullage.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.service.cli.CommandRun;
import io.ullage.service.output.ExitCode;
import io.ullage.service.process.LoopbackPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told before or instead of a submission; {@link StandaloneClusterIT} has the real thing. */
class JobSubmitCommandTest {
    @TempDir
    Path directory;

    private FlinkAnswers flink;
    private String url = "";

    @BeforeEach
    void start() throws IOException {
        flink = new FlinkAnswers();
        url = flink.url();
    }

    @AfterEach
    void stop() {
        flink.close();
    }

    @Test
    void aClusterThatDoesNotAnswerIsNamed() throws IOException {
        CommandRun run = submit("--flink", "http://127.0.0.1:" + LoopbackPort.orFree(0));

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("nothing answers at http://127.0.0.1:").contains("rest.bind-address");
    }

    @Test
    void somethingElseThatAnswersIsNoFlink() {
        flink.with(Map.of("/config", "{}"));

        assertThat(submit("--flink", url).err()).contains("answers, and is no Flink cluster");
    }

    @Test
    void anotherVersionIsRefusedWithBoth() {
        flink.with(Map.of("/config", "{\"flink-version\": \"1.20.1\"}"));

        assertThat(submit("--flink", url).err()).contains("runs Flink 1.20.1, the jobs are built for 2.3");
    }

    @Test
    void tooFewSlotsAreCounted() {
        flink.cluster("{\"taskmanagers\": 2, \"slots-total\": 4, \"slots-available\": 3}", FlinkAnswers.NO_JOBS);

        CommandRun run = submit("--flink", url, "--job", "utilisation", "--parallelism", "4");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .contains("need 4 slots")
                .contains("has 3 free of 4")
                .contains("taskmanager.numberOfTaskSlots");
    }

    @Test
    void aJobThatRunsAlreadyIsNotStartedTwice() {
        flink.cluster(
                "{\"slots-total\": 4, \"slots-available\": 3}",
                "{\"jobs\": [{\"jid\": \"abc\", \"name\": \"ullage-utilisation\", \"state\": \"RESTARTING\"}]}");

        assertThat(submit("--flink", url).err())
                .contains("ullage-utilisation is on " + url + " already, as abc, RESTARTING")
                .contains("ullage job stop");
    }

    @Test
    void aClusterThatTakesNoJarIsToldHowToTakeIt() {
        flink.cluster("{\"slots-total\": 4, \"slots-available\": 4}", FlinkAnswers.NO_JOBS);

        assertThat(submit("--flink", url, "--job", "utilisation", "--checkpoint-directory", "/c")
                        .err())
                .contains("takes no jar")
                .contains("web.submit.enable: true");
    }

    @Test
    void withoutAnyCheckpointDirectoryNothingIsBegun() {
        flink.cluster("{\"slots-total\": 4, \"slots-available\": 4}", FlinkAnswers.NO_JOBS);

        CommandRun run = submit("--flink", url, "--job", "utilisation");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--checkpoint-directory: is needed");
    }

    @Test
    void latestOfNothingIsAnError() {
        flink.cluster("{\"slots-total\": 4, \"slots-available\": 4}", FlinkAnswers.NO_JOBS);

        CommandRun run = submit(
                "--flink",
                url,
                "--job",
                "utilisation",
                "--from-savepoint",
                "latest",
                "--checkpoint-directory",
                directory.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("has no checkpoint or savepoint").contains("very first start");
    }

    @Test
    void latestIsTheOneThatWasCompletedLast() throws Exception {
        Path job = directory.resolve("ullage-utilisation");
        completed(job.resolve("0a/chk-9"), "2026-11-22T10:00:00Z", "state");
        completed(job.resolve("0b/chk-3"), "2026-11-22T11:00:00Z", "state");
        completed(job.resolve("0b/chk-4"), "2026-11-22T13:00:00Z", "");
        completed(job.resolve("savepoints/savepoint-0b"), "2026-11-22T12:00:00Z", "state");

        String latest = RetainedState.of(directory.toUri(), ClusterJob.UTILISATION)
                .latest(new FlinkRest(URI.create(url)), ClusterJob.UTILISATION);

        assertThat(latest).endsWith("/savepoints/savepoint-0b/");
    }

    @Test
    void wrongArgumentsAreAllToldBeforeTheClusterIsAsked() {
        CommandRun run = submit(
                "--flink",
                "http://unknown.invalid:1",
                "--job",
                "utilisation",
                "--parallelism",
                "0",
                "--",
                "--interval",
                "soon");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains("--parallelism: must be a number from 1")
                .contains("--interval: must be an ISO 8601");
    }

    @Test
    void filesOfTheClusterAreNamedByAbsolutePaths() {
        assertThat(submit("--flink", url, "--clickhouse-password-file", "secret")
                        .err())
                .contains("--clickhouse-password-file: must be absolute, was secret")
                .contains("on the cluster's machines");
    }

    private static void completed(Path point, String time, String content) throws IOException {
        Files.createDirectories(point);
        Path metadata = Files.writeString(point.resolve("_metadata"), content);
        Files.setLastModifiedTime(metadata, FileTime.from(Instant.parse(time)));
    }

    private CommandRun submit(String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("job", "submit", "--kafka", "k:9092", "--clickhouse", "http://db:8123/ullage", "--jar", jar()));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private String jar() {
        try {
            return Files.writeString(directory.resolve("jobs.jar"), "jar").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
