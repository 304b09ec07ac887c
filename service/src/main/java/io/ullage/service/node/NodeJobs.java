package io.ullage.service.node;

import io.ullage.service.clickhouse.EmbeddedClickHouse;
import io.ullage.service.flink.EmbeddedFlink;
import io.ullage.service.flink.FlinkJob;
import java.util.List;

/** The jobs that a node runs, with their arguments. */
final class NodeJobs {
    static final String UTILISATION = "utilisation";

    private static final String UTILISATION_MAIN = "io.ullage.job.utilisation.UtilisationJobMain";

    private NodeJobs() {}

    static FlinkJob utilisation(
            String bootstrapServers,
            EmbeddedClickHouse clickHouse,
            NodeSettings settings,
            EmbeddedFlink.Options flink) {
        return new FlinkJob(
                UTILISATION,
                UTILISATION_MAIN,
                List.of(
                        "--bootstrap-servers",
                        bootstrapServers,
                        "--clickhouse-endpoint",
                        clickHouse.endpoint().toString(),
                        "--clickhouse-user",
                        clickHouse.writer().user(),
                        "--clickhouse-password-file",
                        clickHouse.writer().passwordFile().toString(),
                        "--interval",
                        settings.interval().toString(),
                        "--checkpoint-interval",
                        flink.checkpointInterval().toString(),
                        "--state-backend",
                        "rocksdb",
                        "--parallelism",
                        Integer.toString(flink.parallelism())));
    }
}
