package io.ullage.service.node;

import io.ullage.service.clickhouse.EmbeddedClickHouse;
import io.ullage.service.flink.EmbeddedFlink;
import io.ullage.service.flink.FlinkJob;
import java.util.ArrayList;
import java.util.List;

/** The jobs that a node runs, with their arguments. */
final class NodeJobs {
    static final String UTILISATION = "utilisation";
    static final String DEDUP = "dedup";

    /** In the order in which they are submitted. */
    static final List<String> NAMES = List.of(UTILISATION, DEDUP);

    private static final String UTILISATION_MAIN = "io.ullage.job.utilisation.UtilisationJobMain";
    private static final String DEDUP_MAIN = "io.ullage.job.sketch.DedupJobMain";

    private NodeJobs() {}

    static List<FlinkJob> all(
            String bootstrapServers,
            EmbeddedClickHouse clickHouse,
            NodeSettings settings,
            EmbeddedFlink.Options flink) {
        List<String> common = List.of(
                "--bootstrap-servers",
                bootstrapServers,
                "--clickhouse-endpoint",
                clickHouse.endpoint().toString(),
                "--clickhouse-user",
                clickHouse.writer().user(),
                "--clickhouse-password-file",
                clickHouse.writer().passwordFile().toString(),
                "--checkpoint-interval",
                flink.checkpointInterval().toString(),
                "--state-backend",
                "rocksdb",
                "--parallelism",
                Integer.toString(flink.parallelism()));
        List<String> utilisation = new ArrayList<>(common);
        utilisation.addAll(List.of("--interval", settings.interval().toString()));
        return List.of(
                new FlinkJob(UTILISATION, UTILISATION_MAIN, utilisation), new FlinkJob(DEDUP, DEDUP_MAIN, common));
    }
}
