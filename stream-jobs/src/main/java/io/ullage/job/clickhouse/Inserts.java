package io.ullage.job.clickhouse;

import java.io.IOException;
import java.util.List;

/** Where batches go. */
public interface Inserts extends AutoCloseable {
    /** Over HTTP; the caller closes it. */
    static Inserts over(ClickHouseSettings settings) throws IOException {
        return new ClickHouseInserts(settings);
    }

    /**
     * Returns when the batch is acknowledged.
     *
     * @param token of two batches with the same token one is kept
     * @throws IOException if it may not have arrived: try again
     */
    void insert(String table, List<String> columns, byte[] rowBinary, String token)
            throws IOException, InterruptedException;

    @Override
    void close();
}
