package io.ullage.service.flink;

import io.ullage.service.process.ParentLink;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;

/** How the embedded cluster and its jobs are configured. */
final class FlinkSettings {
    static final String DIRECTORY = "directory";
    static final String HOST = "host";
    static final String REST_PORT = "restPort";
    static final String METRICS_PORT = "metricsPort";
    static final String CHECKPOINT_MILLIS = "checkpointMillis";
    static final String PARALLELISM = "parallelism";

    private FlinkSettings() {}

    static Configuration of(ParentLink parent, JobState state) {
        Configuration flink = new Configuration();
        onLoopback(flink, parent);
        inLittleMemory(flink);
        checkpointed(flink, parent, state);
        flink.set(CoreOptions.DEFAULT_PARALLELISM, Integer.parseInt(parent.setting(PARALLELISM)));
        flink.set(CoreOptions.TMP_DIRS, System.getProperty("java.io.tmpdir"));

        Configuration prometheus = MetricOptions.forReporter(flink, "prometheus");
        prometheus.set(MetricOptions.REPORTER_FACTORY_CLASS, PrometheusReporterFactory.class.getName());
        prometheus.setString("host", parent.setting(HOST));
        prometheus.setString("port", parent.setting(METRICS_PORT));
        return flink;
    }

    private static void onLoopback(Configuration flink, ParentLink parent) {
        String host = parent.setting(HOST);
        flink.set(RestOptions.ADDRESS, host);
        flink.set(RestOptions.BIND_ADDRESS, host);
        flink.set(RestOptions.PORT, Integer.parseInt(parent.setting(REST_PORT)));
        flink.set(RestOptions.BIND_PORT, parent.setting(REST_PORT));
        flink.set(JobManagerOptions.ADDRESS, host);
        flink.set(JobManagerOptions.BIND_HOST, host);
        flink.set(TaskManagerOptions.HOST, host);
        flink.set(TaskManagerOptions.BIND_HOST, host);
        // What the node started, the node stops: a click in the browser would not survive the next start anyway.
        flink.set(WebOptions.SUBMIT_ENABLE, false);
        flink.set(WebOptions.CANCEL_ENABLE, false);
        flink.set(WebOptions.UPLOAD_DIR, System.getProperty("java.io.tmpdir"));
    }

    private static void inLittleMemory(Configuration flink) {
        // State lies on the disk: months of history that come at once would not fit into a small heap.
        flink.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        // One memory for the state of all jobs, instead of a share too small for each. Small write buffers, or a few of
        // them would
        // fill it and be flushed all the time; and indexes in pieces, or those of large files would push each other
        // out.
        flink.set(RocksDBOptions.FIX_PER_TM_MEMORY_SIZE, MemorySize.ofMebiBytes(160));
        flink.set(RocksDBOptions.USE_PARTITIONED_INDEX_FILTERS, true);
        flink.set(RocksDBConfigurableOptions.WRITE_BUFFER_SIZE, MemorySize.ofMebiBytes(8));
        flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(8));
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32));
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
        flink.set(TaskManagerOptions.MEMORY_SEGMENT_SIZE, MemorySize.parse("16kb"));
        flink.set(WebOptions.ARCHIVE_COUNT, 2);
        flink.set(RestOptions.SERVER_NUM_THREADS, 2);
    }

    private static void checkpointed(Configuration flink, ParentLink parent, JobState state) {
        Duration interval = Duration.ofMillis(Long.parseLong(parent.setting(CHECKPOINT_MILLIS)));
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
        flink.set(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, interval.dividedBy(2));
        flink.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofMinutes(2));
        flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, uri(state.checkpoints()));
        flink.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        flink.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 2);
        // ClickHouse or Kafka may be away while their supervisor starts them again.
        flink.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofMillis(500));
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(20));
    }

    static String uri(Path directory) {
        return directory.toUri().toString();
    }
}
