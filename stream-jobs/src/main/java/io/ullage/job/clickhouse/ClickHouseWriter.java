package io.ullage.job.clickhouse;

import io.ullage.job.row.Column;
import io.ullage.job.row.Row;
import io.ullage.job.row.Table;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers rows into batches and sends them: when one is full, when it is old, and before every checkpoint. An insert holds the task up, and costs
 * a busy store much the same however few rows it has: a slow one makes the next batch wait longer, so that most of the time is
 * left for the work itself.
 */
final class ClickHouseWriter<R extends Row> implements SinkWriter<R> {
    private static final Logger LOG = LoggerFactory.getLogger(ClickHouseWriter.class);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    /** A batch waits at least so many times as long as the last insert took, and no longer than this for that reason. */
    private static final long WAIT_PER_INSERT = 4;

    private static final long LONGEST_WAIT_MILLIS = 10_000;

    private final Table<R> table;
    private final List<String> columns;
    private final ClickHouseSettings settings;
    private final Inserts inserts;
    private final ProcessingTimeService time;
    private final SinkWriterMetricGroup metrics;
    private final RowBatch<R> batch;
    private boolean timerSet;
    private long lastInsertMillis;

    ClickHouseWriter(
            Table<R> table,
            ClickHouseSettings settings,
            Inserts inserts,
            ProcessingTimeService time,
            SinkWriterMetricGroup metrics) {
        this.table = table;
        this.columns = table.columns().stream().map(Column::name).toList();
        this.settings = settings;
        this.inserts = inserts;
        this.time = time;
        this.metrics = metrics;
        this.batch = new RowBatch<>(table);
    }

    @Override
    public void write(R row, Context context) throws IOException, InterruptedException {
        batch.add(row);
        if (batch.rows() >= settings.maxBatchRows() || batch.size() >= settings.maxBatchBytes()) {
            send();
        } else if (!timerSet) {
            timerSet = true;
            time.registerTimer(time.getCurrentProcessingTime() + waitMillis(), at -> {
                timerSet = false;
                send();
            });
        }
    }

    private long waitMillis() {
        long forSlowStore = Math.min(lastInsertMillis * WAIT_PER_INSERT, LONGEST_WAIT_MILLIS);
        return Math.max(settings.maxBatchAge().toMillis(), forSlowStore);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        send();
    }

    private void send() throws IOException, InterruptedException {
        if (batch.rows() == 0) {
            return;
        }
        byte[] content = batch.toByteArray();
        String token = RowBatch.token(content);
        long deadline = time.getCurrentProcessingTime() + settings.retryFor().toMillis();
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                long begun = time.getCurrentProcessingTime();
                inserts.insert(table.name(), columns, content, token);
                lastInsertMillis = time.getCurrentProcessingTime() - begun;
                break;
            } catch (IOException e) {
                metrics.getNumRecordsSendErrorsCounter().inc(batch.rows());
                if (time.getCurrentProcessingTime() + pause > deadline) {
                    throw e;
                }
                LOG.warn("{} rows for {} wait {} ms: {}", batch.rows(), table.name(), pause, e.getMessage());
                Thread.sleep(pause);
                pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
            }
        }
        metrics.getNumRecordsSendCounter().inc(batch.rows());
        metrics.getNumBytesSendCounter().inc(content.length);
        batch.clear();
    }

    @Override
    public void close() {
        inserts.close();
    }
}
