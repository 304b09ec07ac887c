package io.ullage.service.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkJobTest {
    private static final FlinkJob JOB = new FlinkJob("utilisation", "a.Main", List.of("--one", "", "--two=2"));

    @Test
    void survivesTheWayThroughSettings() {
        FlinkJob other = new FlinkJob("dedup", "b.Main", List.of());
        assertThat(FlinkJob.fromSettings(FlinkJob.toSettings(List.of(JOB, other))))
                .containsExactly(JOB, other);
        assertThat(FlinkJob.fromSettings(FlinkJob.toSettings(List.of()))).isEmpty();
    }

    /** A job whose id changed would lose its state: this one is written down. */
    @Test
    void keepsItsIdForEver() {
        assertThat(JOB.id()).isEqualTo(JobID.fromHexString("008f02cb29f6356d892d04cee163b6f9"));
    }

    @Test
    void startsFromTheNewestWholePoint(@TempDir Path directory) throws Exception {
        JobState state = new JobState(directory);
        assertThat(state.latest(JOB.id())).isEmpty();

        Path checkpoints = state.checkpoints().resolve(JOB.id().toString());
        point(checkpoints.resolve("chk-9"), 1000, "state");
        Path newest = point(checkpoints.resolve("chk-10"), 2000, "state");
        point(checkpoints.resolve("chk-11"), 3000, "");
        Files.createDirectories(checkpoints.resolve("chk-12"));
        Files.createDirectories(checkpoints.resolve("shared"));
        assertThat(state.latest(JOB.id())).contains(newest);

        Path savepoint = point(state.savepoints(JOB.id()).resolve("savepoint-abc"), 4000, "state");
        assertThat(state.latest(JOB.id())).contains(savepoint);
    }

    private static Path point(Path directory, long millis, String metadata) throws Exception {
        Files.createDirectories(directory);
        Path file = Files.writeString(directory.resolve("_metadata"), metadata);
        Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
        return directory;
    }
}
