package io.ullage.job.sketch;

import io.ullage.job.row.DedupTables;
import io.ullage.job.wiring.JobSettings;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Wires the dedup job to Kafka and ClickHouse. Arguments: {@link DedupJobConfig#usage()}. */
public final class DedupJobMain {
    private DedupJobMain() {}

    public static void main(String... args) throws Exception {
        DedupJobConfig config = DedupJobConfig.of(args);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(config.job().flink());
        lay(environment, config);
        environment.execute(DedupJob.NAME);
    }

    /** Lays the job's pipeline; {@code environment} was made with {@link JobSettings#flink}. */
    public static void lay(StreamExecutionEnvironment environment, DedupJobConfig config) {
        JobSettings job = config.job();
        environment.setParallelism(job.parallelism());
        DedupSinks sinks = new DedupSinks(
                job.sink(DedupTables.DEDUP_DOMAIN),
                job.sink(DedupTables.DEDUP_VOLUME),
                job.sink(DedupTables.SKETCH),
                job.sink(DedupTables.FINGERPRINT),
                job.deadLetters());
        new DedupJob(job.source(config.sketchesTopic()), sinks, config.settings()).lay(environment);
    }
}
