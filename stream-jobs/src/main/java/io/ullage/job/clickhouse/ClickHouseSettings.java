package io.ullage.job.clickhouse;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * @param endpoint such as {@code http://127.0.0.1:8123}
 * @param passwordFile holds the password and nothing else; read where the sink runs, so that it is in no argument, plan or log
 * @param maxBatchRows rows that make a batch full
 * @param maxBatchBytes bytes that make a batch full
 * @param maxBatchAge a batch waits no longer than this for more rows
 * @param retryFor how long a batch is tried again before the job fails over to its last checkpoint
 */
public record ClickHouseSettings(
        String endpoint,
        String database,
        String user,
        @Nullable String passwordFile,
        int maxBatchRows,
        int maxBatchBytes,
        Duration maxBatchAge,
        Duration retryFor)
        implements Serializable {

    /** Bounds that suit one machine as well as many. */
    public static ClickHouseSettings of(String endpoint, String database, String user, @Nullable String passwordFile) {
        return new ClickHouseSettings(
                endpoint, database, user, passwordFile, 50_000, 16 << 20, Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    public ClickHouseSettings retrying(Duration length) {
        return new ClickHouseSettings(
                endpoint, database, user, passwordFile, maxBatchRows, maxBatchBytes, maxBatchAge, length);
    }
}
