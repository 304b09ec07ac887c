package io.ullage.job.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.job.Readings;
import io.ullage.job.row.Column;
import io.ullage.job.row.IngestOutcome;
import io.ullage.job.row.IngestRow;
import io.ullage.job.row.Tables;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClickHouseWriterTest {
    private final TestProcessingTimeService time = new TestProcessingTimeService();
    private final Server server = new Server();
    private final SinkWriterMetricGroup metrics = UnregisteredMetricsGroup.createSinkWriterMetricGroup();

    @BeforeEach
    void startClock() throws Exception {
        time.setCurrentTime(0);
    }

    @Test
    void aCheckpointWaitsForEveryRowBeforeIt() throws Exception {
        ClickHouseWriter<IngestRow> writer = writer(1000, Duration.ofHours(1));
        writer.write(row(1), null);
        writer.write(row(2), null);
        assertThat(server.batches).isEmpty();

        writer.flush(false);

        assertThat(server.batches).hasSize(1);
        writer.flush(false);
        assertThat(server.batches).hasSize(1);
    }

    @Test
    void aFullBatchIsSent() throws Exception {
        ClickHouseWriter<IngestRow> writer = writer(3, Duration.ofHours(1));
        for (int i = 0; i < 7; i++) {
            writer.write(row(i), null);
        }

        assertThat(server.batches).hasSize(2);
    }

    @Test
    void anOldBatchIsSent() throws Exception {
        ClickHouseWriter<IngestRow> writer = writer(1000, Duration.ofSeconds(1));
        writer.write(row(1), null);
        time.setCurrentTime(999);
        assertThat(server.batches).isEmpty();
        time.setCurrentTime(1000);
        assertThat(server.batches).hasSize(1);

        writer.write(row(2), null);
        time.setCurrentTime(2000);
        assertThat(server.batches).hasSize(2);
    }

    @Test
    void aSlowStoreGetsLargerBatches() throws Exception {
        ClickHouseWriter<IngestRow> writer = writer(1000, Duration.ofSeconds(1));
        server.takesMillis = 2000;
        writer.write(row(1), null);
        time.setCurrentTime(1000);
        assertThat(server.batches).hasSize(1);

        writer.write(row(2), null);
        time.setCurrentTime(3000 + 7999);
        assertThat(server.batches).hasSize(1);
        time.setCurrentTime(3000 + 8000);
        assertThat(server.batches).hasSize(2);
    }

    @Test
    void aBatchIsTriedAgainWithTheSameTokenUntilItIsTaken() throws Exception {
        ClickHouseWriter<IngestRow> writer = writer(1000, Duration.ofHours(1));
        writer.write(row(1), null);
        server.refuse = 3;

        writer.flush(false);

        assertThat(server.attempts).hasSize(4).containsOnly(server.attempts.get(0));
        assertThat(server.batches).hasSize(1);
    }

    @Test
    void aServerThatStaysAwayFailsTheCheckpointAndKeepsTheRows() throws Exception {
        ClickHouseWriter<IngestRow> writer = new ClickHouseWriter<>(
                Tables.INGEST,
                settings(1000, Duration.ofHours(1)).retrying(Duration.ofMillis(50)),
                server,
                time,
                metrics);
        writer.write(row(1), null);
        server.refuse = Integer.MAX_VALUE;
        assertThatThrownBy(() -> writer.flush(false))
                .isInstanceOf(IOException.class)
                .hasMessage("away");

        server.refuse = 0;
        writer.flush(false);

        assertThat(server.batches).hasSize(1);
    }

    @Test
    void differentRowsHaveDifferentTokens() throws Exception {
        ClickHouseWriter<IngestRow> writer = writer(1, Duration.ofHours(1));
        writer.write(row(1), null);
        writer.write(row(2), null);
        writer.write(row(1), null);

        assertThat(server.attempts.get(0)).isEqualTo(server.attempts.get(2)).isNotEqualTo(server.attempts.get(1));
    }

    @Test
    void everyColumnIsNamed() throws Exception {
        ClickHouseWriter<IngestRow> writer = writer(1, Duration.ofHours(1));
        writer.write(row(1), null);

        assertThat(server.columns)
                .isEqualTo(Tables.INGEST.columns().stream().map(Column::name).toList());
    }

    private ClickHouseWriter<IngestRow> writer(int maxRows, Duration maxAge) {
        return new ClickHouseWriter<>(Tables.INGEST, settings(maxRows, maxAge), server, time, metrics);
    }

    private static ClickHouseSettings settings(int maxRows, Duration maxAge) {
        return new ClickHouseSettings("http://none", "d", "u", null, maxRows, 1 << 20, maxAge, Duration.ofMinutes(1));
    }

    private static IngestRow row(long offset) {
        return new IngestRow(
                Readings.T0, 0, offset, Readings.T0, IngestOutcome.EMITTED, "agent", Readings.T0, 1L, 100, 1, 0, null);
    }

    /** Keeps one batch per token, as the store does. */
    private final class Server implements Inserts {
        private final Map<String, byte[]> batches = new HashMap<>();
        private final List<String> attempts = new ArrayList<>();
        private List<String> columns = List.of();
        private int refuse;
        private long takesMillis;

        @Override
        public void insert(String table, List<String> columnNames, byte[] rowBinary, String token) throws IOException {
            attempts.add(token);
            columns = columnNames;
            if (refuse > 0) {
                refuse--;
                throw new IOException("away");
            }
            batches.put(token, rowBinary);
            pass(takesMillis);
        }

        private void pass(long millis) {
            try {
                time.setCurrentTime(time.getCurrentProcessingTime() + millis);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {}
    }
}
