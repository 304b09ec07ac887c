package io.ullage.service.flink;

import io.ullage.service.process.OwnerOnlyFile;
import io.ullage.service.process.ParentLink;
import io.ullage.service.process.ParentLink.Stop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginManager;
import org.apache.flink.core.plugin.PluginUtils;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Flink's process: job manager, task manager, REST, and the jobs. */
final class FlinkChild {
    private static final Logger LOG = LoggerFactory.getLogger(FlinkChild.class);
    private static final Duration JOB_START = Duration.ofSeconds(60);
    private static final Duration SAVEPOINT = Duration.ofSeconds(40);
    private static final Duration CLOSE = Duration.ofSeconds(15);
    private static final int EXIT_JOB_ENDED = 3;

    private final MiniCluster cluster;
    private final JobState state;
    private final List<FlinkJob> jobs;

    private FlinkChild(MiniCluster cluster, JobState state, List<FlinkJob> jobs) {
        this.cluster = cluster;
        this.state = state;
        this.jobs = jobs;
    }

    public static void main(String[] args) {
        ParentLink.attach(FlinkChild::serve);
    }

    private static void serve(ParentLink parent) throws Exception {
        Path directory = Path.of(parent.setting(FlinkSettings.DIRECTORY));
        OwnerOnlyFile.createDirectory(directory);
        JobState state = new JobState(directory);
        Configuration settings = FlinkSettings.of(parent, state);
        PluginManager plugins = PluginUtils.createPluginManagerFromRootFolder(settings);
        FileSystem.initialize(settings, plugins);
        List<FlinkJob> jobs = FlinkJob.fromSettings(parent.settings());
        int parallelism = Integer.parseInt(parent.setting(FlinkSettings.PARALLELISM));

        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(Math.max(1, parallelism * jobs.size()))
                .setCommonBindAddress(parent.setting(FlinkSettings.HOST))
                .setPluginManager(plugins)
                .build());
        cluster.start();
        FlinkChild child = new FlinkChild(cluster, state, jobs);
        for (FlinkJob job : jobs) {
            JobEnvironment.submit(job, cluster, settings, state);
            child.awaitRunning(job);
        }
        parent.ready(Map.of(FlinkSettings.REST_PORT, parent.setting(FlinkSettings.REST_PORT)));
        child.stop(parent.awaitStop());
    }

    private void awaitRunning(FlinkJob job) throws Exception {
        long deadline = System.nanoTime() + JOB_START.toNanos();
        JobStatus status = cluster.getJobStatus(job.id()).get();
        while (status != JobStatus.RUNNING) {
            if (status.isTerminalState()) {
                cluster.requestJobResult(job.id())
                        .get()
                        .getSerializedThrowable()
                        .ifPresent(cause -> LOG.error("Job {} does not start", job.name(), cause));
                throw new IllegalStateException("job " + job.name() + " is " + status);
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("job " + job.name() + " is " + status + " after " + JOB_START);
            }
            TimeUnit.MILLISECONDS.sleep(50);
            status = cluster.getJobStatus(job.id()).get();
        }
        cluster.requestJobResult(job.id()).thenAccept(result -> ended(job, result));
    }

    /** A job that gives up takes the process with it, so that the supervisor starts both again, with a growing pause. */
    private void ended(FlinkJob job, JobResult result) {
        result.getSerializedThrowable().ifPresent(cause -> {
            LOG.error("Job {} ended", job.name(), cause);
            Runtime.getRuntime().halt(EXIT_JOB_ENDED);
        });
    }

    private void stop(Stop reason) throws Exception {
        // Without the parent, Kafka and ClickHouse are going too: what is on disk already must do.
        if (reason == Stop.ORPHANED) {
            return;
        }
        for (FlinkJob job : jobs) {
            stopWithSavepoint(job);
        }
        cluster.closeAsync().get(CLOSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stopWithSavepoint(FlinkJob job) throws InterruptedException {
        try {
            String savepoint = cluster.stopWithSavepoint(
                            job.id(), FlinkSettings.uri(state.savepoints(job.id())), false, SavepointFormatType.NATIVE)
                    .get(SAVEPOINT.toMillis(), TimeUnit.MILLISECONDS);
            LOG.info("Job {} stopped with {}", job.name(), savepoint);
        } catch (ExecutionException | TimeoutException failure) {
            // The retained checkpoint is younger than one interval, and serves as well.
            LOG.warn("No savepoint of job {}; the next start takes its last checkpoint", job.name(), failure);
        }
    }
}
