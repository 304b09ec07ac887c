package io.ullage.service.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.ullage.service.output.CommandException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The checkpoints and savepoints of one job: {@code <directory>/<job id>/chk-<n>/} and {@code <directory>/savepoints/savepoint-…/}. Each is
 * whole once its {@code _metadata} is there.
 *
 * @param directory that only this job uses, as a URI
 */
record RetainedState(URI directory) {
    private static final String METADATA = "_metadata";
    private static final int DEPTH = 3;

    /** Below what the user named, one directory per job. */
    static RetainedState of(URI checkpointDirectory, ClusterJob job) {
        return new RetainedState(child(checkpointDirectory, job.jobName()));
    }

    /**
     * @param text an absolute path or a URI
     * @throws CommandException where it is neither
     */
    static URI directory(String option, String text) {
        URI uri = text.startsWith("/") ? Path.of(text).toUri() : URI.create(text);
        if (uri.getScheme() == null) {
            throw CommandException.usage(option + ": must be an absolute path or a URI, was " + text, null);
        }
        return uri;
    }

    URI savepoints() {
        return child(directory, "savepoints");
    }

    /** Where a job keeps its state, by where one of its checkpoints lies: {@code …/<job id>/chk-<n>}. */
    static RetainedState ofCheckpoint(String externalPath) {
        return new RetainedState(URI.create(externalPath.replaceFirst("/[^/]+/[^/]+/*$", "")));
    }

    /**
     * The newest whole one: looked for on this machine if the directory is a file system's, else asked from the JobManager, which knows
     * the jobs that it has seen end.
     */
    String latest(FlinkRest rest, ClusterJob job) throws IOException, InterruptedException {
        Optional<String> found = "file".equals(directory.getScheme()) ? latestFile() : latestKnown(rest, job);
        return found.orElseThrow(
                () -> CommandException.usage(
                        "--from-savepoint: latest: " + directory
                                + " has no checkpoint or savepoint that can be seen from here",
                        "For the very first start leave --from-savepoint out. Else name the directory that holds the newest _metadata."));
    }

    private Optional<String> latestFile() throws IOException {
        List<Path> whole;
        try (Stream<Path> files = Files.walk(Path.of(directory), DEPTH)) {
            whole = files.filter(file -> file.endsWith(METADATA)).toList();
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
        return whole.stream()
                .filter(file -> file.toFile().length() > 0)
                .max(Comparator.comparing(RetainedState::written).thenComparing(Path::toString))
                .map(file -> file.getParent().toUri().toString());
    }

    private static FileTime written(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            // Flink discarded it between the listing and now.
            return FileTime.fromMillis(0);
        }
    }

    private static Optional<String> latestKnown(FlinkRest rest, ClusterJob job)
            throws IOException, InterruptedException {
        Optional<FlinkRest.Job> last = rest.jobs().stream()
                .filter(each -> each.name().equals(job.jobName()))
                .max(Comparator.comparing(FlinkRest.Job::startMillis));
        if (last.isEmpty()) {
            return Optional.empty();
        }
        JsonNode latest = rest.checkpoints(last.get().id()).path("latest");
        JsonNode newest = Stream.of(latest.path("completed"), latest.path("savepoint"))
                .max(Comparator.comparing(
                        point -> point.path("latest_ack_timestamp").asLong()))
                .orElseThrow();
        return Optional.of(newest.path("external_path").asText()).filter(path -> !path.isEmpty());
    }

    private static URI child(URI parent, String name) {
        return URI.create(parent.toString().replaceFirst("/+$", "") + "/" + name);
    }
}
