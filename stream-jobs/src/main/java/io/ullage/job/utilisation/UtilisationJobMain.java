package io.ullage.job.utilisation;

import io.ullage.job.alert.AlertJob.AlertInputs;
import io.ullage.job.alert.AlertWiring;
import io.ullage.job.inventory.InventoryJob;
import io.ullage.job.row.GrowthTables;
import io.ullage.job.row.Tables;
import io.ullage.job.snapshot.GrowthJob;
import io.ullage.job.snapshot.GrowthSinks;
import io.ullage.job.snapshot.GrowthStreams;
import io.ullage.job.wiring.JobSettings;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Wires the utilisation job, behind it growth and the alert rules and beside it the inventory's, to Kafka and ClickHouse: one job to
 * submit. Arguments: {@link UtilisationJobConfig#usage()}.
 */
public final class UtilisationJobMain {
    private UtilisationJobMain() {}

    public static void main(String... args) throws Exception {
        UtilisationJobConfig config = UtilisationJobConfig.of(args);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(config.job().flink());
        lay(environment, config);
        environment.execute(UtilisationJob.NAME);
    }

    /** Lays the job's pipeline; {@code environment} was made with {@link JobSettings#flink}. */
    public static void lay(StreamExecutionEnvironment environment, UtilisationJobConfig config) {
        JobSettings job = config.job();
        environment.setParallelism(job.parallelism());
        UtilisationStreams streams =
                new UtilisationJob(job.source(config.reportsTopic()), sinks(job), config.settings()).lay(environment);
        GrowthStreams growth = new GrowthJob(streams.reports(), growthSinks(job), config.growth()).lay();
        new InventoryJob(job.compactedSource(config.inventoryTopic()), job.sink(Tables.INVENTORY), job.deadLetters())
                .lay(environment);
        if (!config.rulesTopic().isEmpty()) {
            AlertInputs inputs = new AlertInputs(
                    streams.reports(),
                    streams.ledgers(),
                    streams.pools(),
                    streams.snapshots(),
                    streams.unmatched(),
                    growth.snapshots(),
                    growth.luns());
            AlertWiring.lay(
                    environment, job, config.rulesTopic(), config.alertsTopic(), config.forecastsTopic(), inputs);
        }
    }

    private static GrowthSinks growthSinks(JobSettings job) {
        return new GrowthSinks(
                job.sink(GrowthTables.SNAPSHOT_GROWTH),
                job.sink(GrowthTables.CHAIN_GROWTH),
                job.sink(GrowthTables.LUN_GROWTH));
    }

    private static UtilisationSinks sinks(JobSettings job) {
        return new UtilisationSinks(
                job.sink(Tables.LEDGER),
                job.sink(Tables.POOL),
                job.sink(Tables.SNAPSHOT),
                job.sink(Tables.GUEST_DISK),
                job.sink(Tables.FILE_SYSTEM),
                job.sink(Tables.UNMATCHED),
                job.sink(Tables.INGEST),
                job.deadLetters());
    }
}
