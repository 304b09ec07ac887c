package io.ullage.service.job;

import io.ullage.job.sketch.DedupJobConfig;
import io.ullage.job.sketch.DedupJobMain;
import io.ullage.job.utilisation.UtilisationJobConfig;
import io.ullage.job.utilisation.UtilisationJobMain;
import io.ullage.schema.topic.Topic;
import io.ullage.service.kafka.EmbeddedKafka;
import io.ullage.service.process.Eventually;
import io.ullage.service.store.StoreConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/** A job as it is wired for production, on a Flink cluster inside this JVM. */
final class RunningJob implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(90);

    private final JobClient client;

    private RunningJob(JobClient client) {
        this.client = client;
    }

    /** @param savepoint to begin from; absent for a job without a past */
    static RunningJob start(
            EmbeddedKafka kafka,
            String topic,
            URI clickHouse,
            StoreConnection store,
            Path checkpoints,
            @Nullable String savepoint)
            throws Exception {
        return start(kafka, topic, clickHouse, store, checkpoints, savepoint, 2);
    }

    /** @param more arguments of the job */
    static RunningJob start(
            EmbeddedKafka kafka,
            String topic,
            URI clickHouse,
            StoreConnection store,
            Path checkpoints,
            @Nullable String savepoint,
            int parallelism,
            String... more)
            throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--bootstrap-servers", kafka.bootstrapServers(),
                "--reports-topic", topic,
                "--inventory-topic", inventory(topic),
                "--rules-topic", "",
                "--forecasts-topic", "",
                "--dead-letter-topic", deadLetters(topic),
                "--consumer-group", topic,
                "--clickhouse-endpoint", clickHouse.toString(),
                "--clickhouse-database", store.url().substring(store.url().lastIndexOf('/') + 1),
                "--clickhouse-user", store.user(),
                "--clickhouse-password-file", String.valueOf(store.passwordFile()),
                "--clickhouse-retry-for", "PT5S",
                "--interval", "PT60S",
                "--checkpoint-interval", "PT1S",
                "--checkpoint-directory", checkpoints.toUri().toString(),
                "--parallelism", Integer.toString(parallelism)));
        arguments.addAll(List.of(more));
        UtilisationJobConfig config = UtilisationJobConfig.of(arguments.toArray(String[]::new));
        return run(
                config.job().flink(),
                savepoint,
                parallelism,
                environment -> UtilisationJobMain.lay(environment, config));
    }

    /** The dedup job; its sketches come by {@code topic}. */
    static RunningJob startDedup(
            EmbeddedKafka kafka,
            String topic,
            URI clickHouse,
            StoreConnection store,
            Path checkpoints,
            @Nullable String savepoint,
            int parallelism,
            String... more)
            throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--bootstrap-servers", kafka.bootstrapServers(),
                "--sketches-topic", topic,
                "--dead-letter-topic", deadLetters(topic),
                "--consumer-group", topic,
                "--clickhouse-endpoint", clickHouse.toString(),
                "--clickhouse-database", store.url().substring(store.url().lastIndexOf('/') + 1),
                "--clickhouse-user", store.user(),
                "--clickhouse-password-file", String.valueOf(store.passwordFile()),
                "--clickhouse-retry-for", "PT5S",
                "--publish-every", "PT0.5S",
                "--checkpoint-interval", "PT1S",
                "--checkpoint-directory", checkpoints.toUri().toString(),
                "--parallelism", Integer.toString(parallelism)));
        arguments.addAll(List.of(more));
        DedupJobConfig config = DedupJobConfig.of(arguments.toArray(String[]::new));
        return run(config.job().flink(), savepoint, parallelism, environment -> DedupJobMain.lay(environment, config));
    }

    private static RunningJob run(
            Configuration flink, @Nullable String savepoint, int parallelism, Consumer<StreamExecutionEnvironment> lay)
            throws Exception {
        flink.set(TaskManagerOptions.NUM_TASK_SLOTS, parallelism);
        if (savepoint != null) {
            flink.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        }
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(parallelism, flink);
        lay.accept(environment);
        RunningJob job = new RunningJob(environment.executeAsync());
        Eventually.await("running job", WAIT, () -> job.status() == JobStatus.RUNNING);
        return job;
    }

    /** All topics of a job whose reports come by {@code topic}. */
    static void createTopics(EmbeddedKafka kafka, String topic, int partitions, Map<String, String> settings)
            throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(topic, partitions, (short) 1).configs(settings),
                            new NewTopic(inventory(topic), 1, (short) 1).configs(Topic.INVENTORY.settings()),
                            new NewTopic(deadLetters(topic), 1, (short) 1).configs(Topic.DEAD_LETTER.settings())))
                    .all()
                    .get(WAIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    static String inventory(String topic) {
        return topic + ".inventory";
    }

    static String deadLetters(String topic) {
        return topic + ".deadletter";
    }

    JobStatus status() throws ExecutionException, InterruptedException, TimeoutException {
        return client.getJobStatus().get(WAIT.toSeconds(), TimeUnit.SECONDS);
    }

    String savepoint(Path directory) throws Exception {
        return client.triggerSavepoint(directory.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(WAIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Stops the job after it has written all that it kept back for later. */
    void drain(Path directory) throws Exception {
        client.stopWithSavepoint(true, directory.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(WAIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** As a crash would: nothing is saved on the way out. */
    @Override
    public void close() throws Exception {
        if (ended()) {
            return;
        }
        client.cancel().get(WAIT.toSeconds(), TimeUnit.SECONDS);
        Eventually.await("end of the job", WAIT, () -> ended());
    }

    private boolean ended() throws InterruptedException, TimeoutException {
        try {
            return status().isGloballyTerminalState();
        } catch (ExecutionException | IllegalStateException gone) {
            // The cluster goes with its job, and then answers no more.
            return true;
        }
    }
}
