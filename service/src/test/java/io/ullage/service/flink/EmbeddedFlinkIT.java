package io.ullage.service.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.service.process.Eventually;
import io.ullage.service.process.Supervisor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("flink")
class EmbeddedFlinkIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final EmbeddedFlink.Options OPTIONS =
            new EmbeddedFlink.Options(0, 0, Duration.ofMillis(300), 384, 1);

    @TempDir
    Path data;

    private Path progress;
    private List<FlinkJob> jobs;

    @BeforeEach
    void job() {
        progress = data.resolve("progress");
        jobs = List.of(new FlinkJob("counting", CountingJob.class.getName(), List.of(progress.toString())));
    }

    @Test
    void goesOnFromTheCheckpointAfterAKillAndFromTheSavepointAfterAStop() throws Exception {
        try (EmbeddedFlink flink = EmbeddedFlink.start(data, OPTIONS, jobs)) {
            awaitCompleted(1);
            long checkpointed = lastCompleted();

            ProcessHandle.of(flink.supervisor().pid().orElseThrow())
                    .orElseThrow()
                    .destroyForcibly();
            Eventually.await("the restart", SOON, () -> counts("restored").size() == 2);
            assertThat(counts("restored").get(1)).isGreaterThanOrEqualTo(checkpointed);
            Eventually.await("readiness", SOON, () -> flink.supervisor().state() == Supervisor.State.READY);
            assertThat(flink.supervisor().restarts()).isEqualTo(1);
            awaitCompleted(lastCompleted() + 1);
        }
        long stoppedAt = lastCompleted();
        try (EmbeddedFlink flink = EmbeddedFlink.start(data, OPTIONS, jobs)) {
            Eventually.await("the second start", SOON, () -> counts("restored").size() == 3);
            assertThat(counts("restored").get(2)).as("state of the savepoint").isEqualTo(stoppedAt);
            awaitCompleted(stoppedAt + 1);
            assertThat(get(flink.url().resolve("/jobs/" + jobs.get(0).id()))).contains("\"state\":\"RUNNING\"");
            assertThat(get(flink.metricsUrl())).contains("flink_jobmanager_job_numberOfCompletedCheckpoints");
            assertThat(get(flink.url())).contains("<title>Apache Flink Web Dashboard</title>");
        }
        assertThat(counts("broken")).isEmpty();
    }

    @Test
    void saysWhyAJobDoesNotStart() {
        List<FlinkJob> broken = List.of(new FlinkJob("broken", "io.ullage.NoSuchJob", List.of()));
        assertThatThrownBy(() -> EmbeddedFlink.start(data, OPTIONS, broken).close())
                .hasMessageContaining("flink did not start, exit code 1")
                .hasMessageContaining("ClassNotFoundException: io.ullage.NoSuchJob");
    }

    private void awaitCompleted(long atLeast) throws Exception {
        Eventually.await("a checkpoint", SOON, () -> lastCompleted() >= atLeast);
    }

    private long lastCompleted() throws Exception {
        List<Long> completed = counts("completed");
        return completed.isEmpty() ? 0 : completed.get(completed.size() - 1);
    }

    private List<Long> counts(String word) throws Exception {
        if (!Files.exists(progress)) {
            return List.of();
        }
        return Files.readAllLines(progress).stream()
                .filter(line -> line.startsWith(word + " "))
                .map(line -> Long.parseLong(line.split(" ", -1)[1]))
                .toList();
    }

    private static String get(URI uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
