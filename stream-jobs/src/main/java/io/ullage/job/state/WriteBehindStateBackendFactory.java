package io.ullage.job.state;

import java.io.IOException;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.runtime.state.StateBackendFactory;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackendFactory;

/** RocksDB as configured, with some values of every state on the heap before it. Its name is what {@code state.backend.type} takes. */
public final class WriteBehindStateBackendFactory implements StateBackendFactory<WriteBehindStateBackend> {
    public static final ConfigOption<Integer> ENTRIES = ConfigOptions.key("ullage.state.write-behind.entries")
            .intType()
            .noDefaultValue()
            .withDescription(
                    "Values that each state of each subtask keeps on the heap. Without it as many as the heap has room for.");

    @Override
    public WriteBehindStateBackend createFromConfig(ReadableConfig config, ClassLoader classLoader) throws IOException {
        return new WriteBehindStateBackend(
                new EmbeddedRocksDBStateBackendFactory().createFromConfig(config, classLoader),
                config.getOptional(ENTRIES).orElse(null));
    }
}
