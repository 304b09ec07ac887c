package io.ullage.service.cli;

import io.ullage.service.store.StoreConnection;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which ClickHouse, and as whom. */
final class StoreOptions {
    @Option(
            names = {"--url", "--clickhouse"},
            paramLabel = "URL",
            required = true,
            description = "ClickHouse over JDBC, such as jdbc:clickhouse://127.0.0.1:8123/ullage.")
    private String url = "";

    @Option(names = "--user", paramLabel = "NAME", defaultValue = "default", description = "Default: ${DEFAULT-VALUE}.")
    private String user = "default";

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Holds the password and nothing else. A password is never an argument: others could see it.")
    private @Nullable Path passwordFile;

    StoreConnection connection() {
        return new StoreConnection(url, user, passwordFile);
    }
}
