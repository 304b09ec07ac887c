package io.ullage.bench.rowsize;

import io.ullage.job.clickhouse.Inserts;
import io.ullage.job.clickhouse.RowBatch;
import io.ullage.job.ingest.DecodedReport;
import io.ullage.job.ingest.RawMessage;
import io.ullage.job.row.Column;
import io.ullage.job.row.LedgerRow;
import io.ullage.job.row.Tables;
import io.ullage.job.utilisation.ReportReplay;
import io.ullage.schema.codec.Decoded;
import io.ullage.schema.telemetry.Inventory;
import io.ullage.schema.telemetry.Report;
import io.ullage.service.simulate.Telemetry;
import io.ullage.service.simulate.Truth;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a simulated fleet says, makes the ledgers of it as the job would (its joins, its estimators, its revisions), and inserts them
 * while the next ones are made.
 */
final class LedgerLoad implements Telemetry, AutoCloseable {
    private static final int BATCH_ROWS = 200_000;

    private static final RawMessage NOWHERE = new RawMessage(new byte[0], 0, "", 0, 0, Instant.EPOCH);

    private final ReportReplay replay;
    private final Inserts inserts;
    private final String table;
    private final List<String> columns =
            Tables.LEDGER.columns().stream().map(Column::name).toList();
    private final RowBatch<LedgerRow> batch = new RowBatch<>(Tables.LEDGER);
    private final ExecutorService inserter = Executors.newSingleThreadExecutor();
    private @Nullable Future<?> underWay;
    private long rows;

    LedgerLoad(ReportReplay replay, Inserts inserts, String table) {
        this.replay = replay;
        this.inserts = inserts;
        this.table = table;
    }

    @Override
    public void report(Report report) {
        take(replay.take(DecodedReport.of(NOWHERE, new Decoded(report, List.of(), 0))));
    }

    private void take(List<ReportReplay.Closed> closed) {
        for (ReportReplay.Closed interval : closed) {
            for (LedgerRow row : interval.ledgers()) {
                batch.add(row);
                rows++;
            }
            if (batch.rows() >= BATCH_ROWS) {
                send();
            }
        }
    }

    private void send() {
        byte[] content = batch.toByteArray();
        batch.clear();
        await();
        underWay = inserter.submit(() -> {
            inserts.insert(table, columns, content, RowBatch.token(content));
            return content.length;
        });
    }

    private void await() {
        if (underWay == null) {
            return;
        }
        try {
            underWay.get();
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while rows were inserted", e);
        }
    }

    @Override
    public void inventory(Inventory inventory) {
        // Whose a machine is stands in another table.
    }

    @Override
    public void truth(Truth truth) {
        // What agents say is what is stored.
    }

    /** Inserts the rest. Returns the rows in all. */
    long finish() {
        take(replay.end());
        send();
        await();
        return rows;
    }

    @Override
    public void close() {
        inserter.shutdown();
        inserts.close();
    }
}
