package io.ullage.service.node;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.ullage.service.process.OwnerOnlyFile;
import io.ullage.service.store.StoreConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * {@code node.json} in the data directory, mode 0600: where a running node is, for the commands that talk to it. No secret stands in it.
 *
 * @param pid of the node's own process
 * @param startedAt ISO 8601
 * @param consoleUrl of pages, REST and metrics; absent of a node of an older version
 * @param processes the children, with those of a restart; rewritten when one changes
 * @param routines what the node does beside its children; rewritten when one ran
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record NodeFile(
        long pid,
        String startedAt,
        String state,
        String dataDirectory,
        String kafkaBootstrapServers,
        String clickHouseUrl,
        String clickHouseEndpoint,
        Login reader,
        Login writer,
        String flinkUrl,
        String flinkMetricsUrl,
        String agentMetricsUrl,
        @Nullable String consoleUrl,
        List<String> watch,
        List<ChildProcess> processes,
        List<RoutineState> routines) {
    public static final String READY = "READY";
    public static final String STARTING = "STARTING";
    public static final String STOPPING = "STOPPING";

    private static final String NAME = "node.json";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public NodeFile {
        // A node of an older version has none.
        routines = routines == null ? List.of() : List.copyOf(routines);
    }

    /** A user of ClickHouse and where the password is. */
    public record Login(String user, String passwordFile) {}

    /**
     * A child.
     *
     * @param pid absent while it is being started again
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ChildProcess(String name, @Nullable Long pid, String state, int restarts) {}

    /**
     * A routine and its last run.
     *
     * @param interval ISO 8601
     * @param lastRun ISO 8601, when it began; absent before the first
     * @param failure of the last run; absent where it went well
     * @param failures of all runs since the node started
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record RoutineState(
            String name,
            String interval,
            @Nullable String lastRun,
            long runs,
            long failures,
            @Nullable String failure) {
        static RoutineState notYetRun(String name, Duration interval) {
            return new RoutineState(name, interval.toString(), null, 0, 0, null);
        }

        RoutineState succeeded(String begun) {
            return new RoutineState(name, interval, begun, runs + 1, failures, null);
        }

        RoutineState failed(String begun, String why) {
            return new RoutineState(name, interval, begun, runs + 1, failures + 1, why);
        }
    }

    /** The data directory where no option names one. */
    public static Path standardDataDirectory() {
        return DataDirectory.standard(System.getenv());
    }

    /** The node that runs on {@code dataDirectory} now; empty when none does, whatever an earlier one left behind. */
    public static Optional<NodeFile> ofRunning(Path dataDirectory) throws IOException {
        OptionalLong holder = DataDirectory.holder(dataDirectory);
        if (holder.isEmpty() || ProcessHandle.of(holder.getAsLong()).isEmpty()) {
            return Optional.empty();
        }
        try {
            NodeFile file = JSON.readValue(Files.readString(dataDirectory.resolve(NAME)), NodeFile.class);
            // One that was killed leaves its file to the next, which is still starting.
            return file.pid() == holder.getAsLong() ? Optional.of(file) : Optional.empty();
        } catch (NoSuchFileException starting) {
            return Optional.empty();
        }
    }

    /** To read with. */
    public StoreConnection readerStore() {
        return store(reader);
    }

    /** To write with. */
    public StoreConnection writerStore() {
        return store(writer);
    }

    private StoreConnection store(Login login) {
        return new StoreConnection(clickHouseUrl, login.user(), Path.of(login.passwordFile()));
    }

    public Instant started() {
        return Instant.parse(startedAt);
    }

    void write() throws IOException {
        OwnerOnlyFile.write(Path.of(dataDirectory).resolve(NAME), JSON.writeValueAsString(this) + "\n");
    }

    static void delete(Path dataDirectory) throws IOException {
        Files.deleteIfExists(dataDirectory.resolve(NAME));
    }
}
