package io.ullage.job.utilisation;

import io.ullage.job.clickhouse.ClickHouseSettings;
import io.ullage.job.clickhouse.ClickHouseSink;
import io.ullage.job.ingest.DeadLetterSchema;
import io.ullage.job.ingest.RawMessage;
import io.ullage.job.ingest.RawMessageSchema;
import io.ullage.job.inventory.InventoryJob;
import io.ullage.job.row.Tables;
import io.ullage.schema.codec.DeadLetter;
import io.ullage.schema.codec.TelemetryCodec;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** Wires the utilisation job, and beside it the inventory's, to Kafka and ClickHouse: one job to submit. Arguments: {@link UtilisationJobConfig#usage()}. */
public final class UtilisationJobMain {
    private UtilisationJobMain() {}

    public static void main(String... args) throws Exception {
        UtilisationJobConfig config = UtilisationJobConfig.of(args);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration(config));
        lay(environment, config);
        environment.execute(UtilisationJob.NAME);
    }

    /** What the job wants of Flink, wherever it runs. */
    public static Configuration configuration(UtilisationJobConfig config) {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, config.checkpointInterval());
        flink.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        flink.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        // A store that is away makes checkpoints fail: that is no reason to give up.
        flink.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
        flink.set(StateBackendOptions.STATE_BACKEND, config.stateBackend());
        // Most intervals that a join asks for are not there: a filter says so without reading files.
        flink.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, true);
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofMillis(500));
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(30));
        if (config.checkpointDirectory() != null) {
            flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
            flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, config.checkpointDirectory());
        }
        return flink;
    }

    /** Lays the job's pipeline; {@code environment} was made with {@link #configuration}. */
    public static void lay(StreamExecutionEnvironment environment, UtilisationJobConfig config) {
        environment.setParallelism(config.parallelism());
        new UtilisationJob(reports(config), sinks(config), config.settings()).lay(environment);
        new InventoryJob(
                        inventory(config),
                        new ClickHouseSink<>(Tables.INVENTORY, config.clickHouse()),
                        deadLetters(config))
                .lay(environment);
    }

    private static KafkaSource<RawMessage> reports(UtilisationJobConfig config) {
        OffsetsInitializer start =
                switch (config.startupOffset()) {
                    case "latest" -> OffsetsInitializer.latest();
                    case "committed" -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
                    default -> OffsetsInitializer.earliest();
                };
        return source(config, config.reportsTopic(), start);
    }

    /** A compacted topic holds what stands, so it is read from its beginning, wherever reports begin. */
    private static KafkaSource<RawMessage> inventory(UtilisationJobConfig config) {
        return source(config, config.inventoryTopic(), OffsetsInitializer.earliest());
    }

    private static KafkaSource<RawMessage> source(UtilisationJobConfig config, String topic, OffsetsInitializer start) {
        return KafkaSource.<RawMessage>builder()
                .setBootstrapServers(config.bootstrapServers())
                .setGroupId(config.consumerGroup())
                .setTopics(topic)
                .setStartingOffsets(start)
                .setDeserializer(new RawMessageSchema())
                // New partitions are found, and one poll does not fill the heap with large messages.
                .setProperty("partition.discovery.interval.ms", "30000")
                .setProperty("fetch.max.bytes", Integer.toString(2 * TelemetryCodec.MAX_MESSAGE_BYTES))
                .setProperty("max.partition.fetch.bytes", "1048576")
                .build();
    }

    private static UtilisationSinks sinks(UtilisationJobConfig config) {
        ClickHouseSettings store = config.clickHouse();
        return new UtilisationSinks(
                new ClickHouseSink<>(Tables.LEDGER, store),
                new ClickHouseSink<>(Tables.POOL, store),
                new ClickHouseSink<>(Tables.SNAPSHOT, store),
                new ClickHouseSink<>(Tables.GUEST_DISK, store),
                new ClickHouseSink<>(Tables.FILE_SYSTEM, store),
                new ClickHouseSink<>(Tables.UNMATCHED, store),
                new ClickHouseSink<>(Tables.INGEST, store),
                deadLetters(config));
    }

    private static KafkaSink<DeadLetter> deadLetters(UtilisationJobConfig config) {
        return KafkaSink.<DeadLetter>builder()
                .setBootstrapServers(config.bootstrapServers())
                .setRecordSerializer(new DeadLetterSchema(config.deadLetterTopic()))
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .build();
    }
}
