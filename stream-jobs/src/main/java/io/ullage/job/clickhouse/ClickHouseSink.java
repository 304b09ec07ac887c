package io.ullage.job.clickhouse;

import io.ullage.job.row.Row;
import io.ullage.job.row.Table;
import java.io.IOException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Writes the rows of one table. */
public final class ClickHouseSink<R extends Row> implements Sink<R> {
    private static final long serialVersionUID = 1L;

    private final Table<R> table;
    private final ClickHouseSettings settings;

    public ClickHouseSink(Table<R> table, ClickHouseSettings settings) {
        this.table = table;
        this.settings = settings;
    }

    @Override
    public SinkWriter<R> createWriter(WriterInitContext context) throws IOException {
        return new ClickHouseWriter<>(
                table,
                settings,
                new ClickHouseInserts(settings),
                context.getProcessingTimeService(),
                context.metricGroup());
    }
}
