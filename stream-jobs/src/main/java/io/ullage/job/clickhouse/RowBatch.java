package io.ullage.job.clickhouse;

import io.ullage.job.row.Column;
import io.ullage.job.row.Row;
import io.ullage.job.row.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Rows of one table, as they will be sent. */
public final class RowBatch<R extends Row> {
    private static final int FIRST_BYTES = 4096;

    private final List<Column<R>> columns;
    private final DataOutputSerializer bytes = new DataOutputSerializer(FIRST_BYTES);
    private int rows;

    public RowBatch(Table<R> table) {
        columns = table.columns();
    }

    public void add(R row) {
        try {
            for (Column<R> column : columns) {
                RowBinary.write(bytes, column.type(), column.value().of(row));
            }
        } catch (IOException noMemory) {
            throw new UncheckedIOException("a batch of " + rows + " rows has no room for one more", noMemory);
        }
        rows++;
    }

    public int rows() {
        return rows;
    }

    public int size() {
        return bytes.length();
    }

    public byte[] toByteArray() {
        return bytes.getCopyOfBuffer();
    }

    public void clear() {
        bytes.clear();
        rows = 0;
    }

    /** The same rows have the same token, in whatever attempt they are sent. */
    public static String token(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
