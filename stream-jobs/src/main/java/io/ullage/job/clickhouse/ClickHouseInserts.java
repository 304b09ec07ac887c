package io.ullage.job.clickhouse;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.data.ClickHouseFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Inserts over HTTP. Materialized views take part in deduplication, so that a retry repairs one that missed a batch. */
final class ClickHouseInserts implements Inserts {
    private static final long TIMEOUT_SECONDS = 60;

    private final Client client;

    ClickHouseInserts(ClickHouseSettings settings) throws IOException {
        Client.Builder builder = new Client.Builder()
                .addEndpoint(settings.endpoint())
                .setDefaultDatabase(settings.database())
                .setUsername(settings.user())
                .setPassword(password(settings))
                .compressClientRequest(true)
                .setConnectTimeout(5, ChronoUnit.SECONDS)
                .setSocketTimeout(TIMEOUT_SECONDS, ChronoUnit.SECONDS)
                .setMaxRetries(0)
                .setMaxConnections(2);
        client = builder.build();
    }

    private static String password(ClickHouseSettings settings) throws IOException {
        return settings.passwordFile() == null
                ? ""
                : Files.readString(Path.of(settings.passwordFile())).strip();
    }

    @Override
    public void insert(String table, List<String> columns, byte[] rowBinary, String token)
            throws IOException, InterruptedException {
        InsertSettings insert = new InsertSettings()
                .setDeduplicationToken(token)
                .serverSetting("deduplicate_blocks_in_dependent_materialized_views", "1")
                .serverSetting("async_insert", "0")
                // Before a cluster, acknowledged means that the shards have it.
                .serverSetting("distributed_foreground_insert", "1");
        try (InsertResponse ignored = client.insert(
                        table, columns, new ByteArrayInputStream(rowBinary), ClickHouseFormat.RowBinary, insert)
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            // Acknowledged.
        } catch (ExecutionException e) {
            throw new IOException(
                    "insert into " + table + " failed: " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("insert into " + table + " took longer than " + TIMEOUT_SECONDS + " s", e);
        } catch (RuntimeException e) {
            // The client wraps whatever goes wrong on the way, from a refused connection to a broken answer.
            throw new IOException("insert into " + table + " failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
