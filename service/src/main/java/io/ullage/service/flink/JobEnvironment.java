package io.ullage.service.flink;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.deployment.ClusterClientJobClientAdapter;
import org.apache.flink.client.program.MiniClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.DetachedJobExecutionResult;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a job's {@code main} gets as its execution environment: executing submits to the embedded cluster, detached, as {@code flink run
 * --detached --fromSavepoint} would.
 */
final class JobEnvironment extends StreamExecutionEnvironment {
    private static final Logger LOG = LoggerFactory.getLogger(JobEnvironment.class);

    private final MiniCluster cluster;
    private final JobState state;
    private final FlinkJob job;

    private JobEnvironment(Configuration configuration, MiniCluster cluster, JobState state, FlinkJob job) {
        super(configuration, JobEnvironment.class.getClassLoader());
        this.cluster = cluster;
        this.state = state;
        this.job = job;
    }

    /**
     * Runs {@code main} of {@code job}.
     *
     * @throws IllegalStateException when it executed nothing, or more than one pipeline: both would go by the same id
     */
    static void submit(FlinkJob job, MiniCluster cluster, Configuration settings, JobState state) throws Exception {
        List<JobEnvironment> environments = new ArrayList<>();
        initializeContextEnvironment(configuration -> {
            Configuration merged = settings.clone();
            merged.addAll(configuration);
            JobEnvironment environment = new JobEnvironment(merged, cluster, state, job);
            environments.add(environment);
            return environment;
        });
        try {
            Class.forName(job.mainClass()).getMethod("main", String[].class).invoke(null, (Object)
                    job.arguments().toArray(new String[0]));
        } finally {
            resetContextEnvironment();
        }
        if (environments.isEmpty()) {
            throw new IllegalStateException(job.mainClass() + " executed no pipeline");
        }
    }

    @Override
    public JobExecutionResult execute(StreamGraph graph) throws Exception {
        return new DetachedJobExecutionResult(executeAsync(graph).getJobID());
    }

    @Override
    public JobClient executeAsync(StreamGraph graph) throws Exception {
        JobID id = job.id();
        Optional<Path> latest = state.latest(id);
        LOG.info(
                "Submitting {} as {}, {}",
                job.name(),
                id,
                latest.map(p -> "from " + p).orElse("from nothing"));
        graph.setJobId(id);
        graph.setJobName(job.name());
        graph.setSavepointRestoreSettings(restore(latest));
        cluster.submitJob(graph).get();
        return new ClusterClientJobClientAdapter<>(
                () -> new MiniClusterClient(new Configuration(configuration), cluster), id, getUserClassloader());
    }

    private static SavepointRestoreSettings restore(Optional<Path> latest) throws IOException {
        // Claimed: Flink deletes what it started from once it has newer state, so the directory does not grow.
        return latest.map(path ->
                        SavepointRestoreSettings.forPath(FlinkSettings.uri(path), false, RecoveryClaimMode.CLAIM))
                .orElse(SavepointRestoreSettings.none());
    }
}
