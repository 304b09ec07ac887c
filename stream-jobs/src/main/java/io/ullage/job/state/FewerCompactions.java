package io.ullage.job.state;

import java.util.Collection;
import org.apache.flink.state.rocksdb.RocksDBOptionsFactory;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;

/**
 * Lets more of the small files lie that each checkpoint flushes before they are merged: 10 instead of 4. Most states are read from the
 * heap, and what is not there is told by the filters of the files.
 */
public final class FewerCompactions implements RocksDBOptionsFactory {
    private static final long serialVersionUID = 1L;
    private static final int FILES = 10;

    @Override
    public DBOptions createDBOptions(DBOptions current, Collection<AutoCloseable> handlesToClose) {
        return current;
    }

    @Override
    public ColumnFamilyOptions createColumnOptions(
            ColumnFamilyOptions current, Collection<AutoCloseable> handlesToClose) {
        return current.setLevel0FileNumCompactionTrigger(FILES);
    }
}
