package io.ullage.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.service.cli.CommandRun;
import io.ullage.service.output.ExitCode;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code ullage job stop} and {@code list} where something is in the way. */
class JobStopCommandTest {
    private static final String RUNNING = """
            {"jobs": [{"jid": "abc", "name": "ullage-utilisation", "state": "RUNNING", "start-time": 2,
                       "tasks": {"total": 4, "running": 4}},
                      {"jid": "old", "name": "ullage-utilisation", "state": "FINISHED", "start-time": 1,
                       "tasks": {"total": 4, "running": 0}},
                      {"jid": "not", "name": "somebody-elses", "state": "RUNNING", "start-time": 1,
                       "tasks": {"total": 1, "running": 1}}]}""";

    private FlinkAnswers flink;

    @BeforeEach
    void start() throws IOException {
        flink = new FlinkAnswers();
    }

    @AfterEach
    void stop() {
        flink.close();
    }

    @Test
    void aSavepointThatFailsLeavesTheJobRunningAndSaysWhy() {
        flink.cluster("{}", RUNNING)
                .with(Map.of("/jobs/abc/stop", "{\"request-id\": \"r\"}", "/jobs/abc/savepoints/r", """
                        {"status": {"id": "COMPLETED"}, "operation": {"failure-cause": {"stack-trace":
                         "java.util.concurrent.CompletionException: x\\nCaused by: java.io.IOException: disk full"}}}"""));

        CommandRun run = job("stop", "--savepoint", "/savepoints");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .contains("no savepoint, the job goes on: java.io.IOException: disk full")
                .contains("--cancel");
    }

    @Test
    void withoutACheckpointItIsAskedWhereTheSavepointGoes() {
        flink.cluster("{}", RUNNING).with(Map.of("/jobs/abc/checkpoints", "{\"latest\": {\"completed\": null}}"));

        CommandRun run = job("stop");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("has no checkpoint yet").contains("--savepoint");
    }

    @Test
    void jobsOfOthersAreLeftAlone() {
        flink.cluster("{}", RUNNING.replace("ullage-utilisation", "another-one"));

        assertThat(job("stop").err()).contains("runs no such job");
        assertThat(job("list").err()).contains("has none of Ullage's jobs");
    }

    @Test
    void aJobThatWasTakenUpAgainIsWellThoughItsFormerRunIsListedToo() {
        flink.cluster("{}", RUNNING).with(Map.of("/jobs/abc/checkpoints", "{}", "/jobs/old/checkpoints", "{}"));

        CommandRun run = job("list", "--format", "csv");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("ullage-utilisation,abc,RUNNING").contains("ullage-utilisation,old,FINISHED");
        assertThat(run.out()).doesNotContain("somebody-elses");
    }

    private CommandRun job(String command, String... options) {
        String[] arguments = new String[4 + options.length];
        arguments[0] = "job";
        arguments[1] = command;
        arguments[2] = "--flink";
        arguments[3] = flink.url();
        System.arraycopy(options, 0, arguments, 4, options.length);
        return CommandRun.of(arguments);
    }
}
