package io.ullage.service.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;

/**
 * Where the state of jobs lies: {@code checkpoints/<job id>/chk-<n>/} and {@code savepoints/<job id>/savepoint-…/}.
 *
 * @param directory Flink's part of the data directory
 */
record JobState(Path directory) {
    private static final String METADATA = "_metadata";

    Path checkpoints() {
        return directory.resolve("checkpoints");
    }

    Path savepoints(JobID job) {
        return directory.resolve("savepoints").resolve(job.toString());
    }

    /** The checkpoint or savepoint of {@code job} that was completed last. */
    Optional<Path> latest(JobID job) throws IOException {
        Stream<Path> whole =
                Stream.concat(whole(checkpoints().resolve(job.toString())).stream(), whole(savepoints(job)).stream());
        return whole.max(Comparator.comparing(JobState::completed).thenComparing(Path::toString));
    }

    private static List<Path> whole(Path parent) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(child -> child.resolve(METADATA).toFile().length() > 0)
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    private static FileTime completed(Path point) {
        try {
            return Files.getLastModifiedTime(point.resolve(METADATA));
        } catch (IOException gone) {
            // Flink discarded it between the listing and now.
            return FileTime.fromMillis(0);
        }
    }
}
