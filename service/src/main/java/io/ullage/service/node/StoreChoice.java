package io.ullage.service.node;

import io.ullage.service.output.CommandException;
import io.ullage.service.store.StoreConnection;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which store a command reads: that of the node on this machine, or another one. A picocli mixin. */
public final class StoreChoice {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Of the node on this machine (default: $XDG_DATA_HOME/ullage or ~/.local/share/ullage).")
    private Path data = NodeFile.standardDataDirectory();

    @Option(
            names = "--clickhouse",
            paramLabel = "URL",
            description = "Another store, such as jdbc:clickhouse://db.example:8123/ullage.")
    private @Nullable String clickHouse;

    @Option(names = "--user", paramLabel = "NAME", defaultValue = "default", description = "With --clickhouse.")
    private String user = "default";

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "With --clickhouse: holds the password and nothing else.")
    private @Nullable Path passwordFile;

    /**
     * To read with.
     *
     * @throws CommandException if no node runs and no store is named
     */
    public StoreConnection connection() throws IOException {
        return clickHouse == null ? node().readerStore() : new StoreConnection(clickHouse, user, passwordFile);
    }

    /**
     * To write with: of a node its own account, of another store the one that the options name.
     *
     * @throws CommandException if no node runs and no store is named
     */
    public StoreConnection writerConnection() throws IOException {
        return clickHouse == null ? node().writerStore() : new StoreConnection(clickHouse, user, passwordFile);
    }

    /** Whether the command line names another store than that of the node. */
    public boolean isNamed() {
        return clickHouse != null;
    }

    /** Of the node on this machine, whether it runs or not. */
    public Path dataDirectory() {
        return data.toAbsolutePath().normalize();
    }

    private NodeFile node() throws IOException {
        Path directory = dataDirectory();
        return NodeFile.ofRunning(directory)
                .orElseThrow(() -> CommandException.notRunning(
                        "no node runs on " + directory,
                        "Start one with 'ullage up', name its directory with --data, or a store with --clickhouse."));
    }
}
