package io.ullage.job.wiring;

import io.ullage.job.clickhouse.ClickHouseSettings;
import io.ullage.job.clickhouse.ClickHouseSink;
import io.ullage.job.ingest.DeadLetterSchema;
import io.ullage.job.ingest.RawMessage;
import io.ullage.job.ingest.RawMessageSchema;
import io.ullage.job.row.Row;
import io.ullage.job.row.Table;
import io.ullage.job.state.FewerCompactions;
import io.ullage.job.state.WriteBehindStateBackendFactory;
import io.ullage.schema.codec.DeadLetter;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.topic.Topic;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.jspecify.annotations.Nullable;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;

/**
 * What every job is told.
 *
 * @param kafkaProperties file with the security settings of the Kafka clients, see {@link KafkaAccess}; absent where brokers ask nobody
 * @param startupOffset where a job without a checkpoint begins to read: {@code earliest}, {@code latest} or {@code committed}
 * @param checkpointDirectory as a URI; absent where the cluster's own setting stands
 * @param stateBackend {@code rocksdb} or {@code hashmap}
 */
public record JobSettings(
        String bootstrapServers,
        @Nullable String kafkaProperties,
        String deadLetterTopic,
        String consumerGroup,
        String startupOffset,
        ClickHouseSettings clickHouse,
        Duration checkpointInterval,
        @Nullable String checkpointDirectory,
        String stateBackend,
        int parallelism) {

    /** Of RocksDB's seven levels: what is young is read soon, what is old lies in the last. */
    private static final List<CompressionType> COMPRESSION = Stream.concat(
                    Stream.generate(() -> CompressionType.LZ4_COMPRESSION).limit(6),
                    Stream.of(CompressionType.ZSTD_COMPRESSION))
            .toList();

    /** Keys and defaults, to which a job adds its own. */
    public static Map<String, String> defaults(String jobName) {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("bootstrap-servers", "127.0.0.1:9092");
        defaults.put("kafka-properties", "");
        defaults.put("dead-letter-topic", Topic.DEAD_LETTER.topicName());
        defaults.put("consumer-group", jobName);
        defaults.put("startup-offset", "earliest");
        defaults.put("clickhouse-endpoint", "http://127.0.0.1:8123");
        defaults.put("clickhouse-database", "ullage");
        defaults.put("clickhouse-user", "default");
        defaults.put("clickhouse-password-file", "");
        defaults.put("clickhouse-retry-for", "PT1M");
        defaults.put("checkpoint-interval", "PT10S");
        defaults.put("checkpoint-directory", "");
        defaults.put("state-backend", "rocksdb");
        defaults.put("parallelism", "1");
        return defaults;
    }

    public static JobSettings of(JobArguments arguments) {
        String kafkaProperties = arguments.text("kafka-properties");
        String passwordFile = arguments.text("clickhouse-password-file");
        String checkpointDirectory = arguments.text("checkpoint-directory");
        ClickHouseSettings clickHouse = ClickHouseSettings.of(
                        arguments.text("clickhouse-endpoint"),
                        arguments.text("clickhouse-database"),
                        arguments.text("clickhouse-user"),
                        passwordFile.isEmpty() ? null : passwordFile)
                .retrying(arguments.duration("clickhouse-retry-for"));
        return new JobSettings(
                arguments.text("bootstrap-servers"),
                kafkaProperties.isEmpty() ? null : kafkaProperties,
                arguments.text("dead-letter-topic"),
                arguments.text("consumer-group"),
                arguments.oneOf("startup-offset", List.of("earliest", "latest", "committed")),
                clickHouse,
                arguments.duration("checkpoint-interval"),
                checkpointDirectory.isEmpty() ? null : checkpointDirectory,
                arguments.oneOf("state-backend", List.of("rocksdb", "hashmap")),
                arguments.number("parallelism", 1, 4096));
    }

    /** What a job wants of Flink, wherever it runs. */
    public Configuration flink() {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        // Elements are records that nobody changes: no need to copy them from one operator to the next.
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
        flink.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        flink.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        // A store that is away makes checkpoints fail: that is no reason to give up.
        flink.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
        flink.set(
                StateBackendOptions.STATE_BACKEND,
                stateBackend.equals("rocksdb") ? WriteBehindStateBackendFactory.class.getName() : stateBackend);
        rocksDb(flink);
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofMillis(500));
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(30));
        if (checkpointDirectory != null) {
            flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
            flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpointDirectory);
        }
        return flink;
    }

    /** Keys in random order, a flush with every checkpoint, and much that is kept and hardly ever read again. */
    private static void rocksDb(Configuration flink) {
        // Most of what a join asks for is not there: a filter says so without reading files.
        flink.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, true);
        // Every checkpoint flushes a small file over the whole range of keys. Levels would rewrite up to 256 MB for
        // four of them.
        flink.set(RocksDBConfigurableOptions.COMPACTION_STYLE, CompactionStyle.UNIVERSAL);
        // Intervals of one key lie side by side and are much alike: what is old shrinks well, in larger blocks still
        // better.
        flink.set(RocksDBConfigurableOptions.COMPRESSION_PER_LEVEL, COMPRESSION);
        flink.set(RocksDBConfigurableOptions.BLOCK_SIZE, MemorySize.parse("16kb"));
        flink.set(RocksDBOptions.OPTIONS_FACTORY, FewerCompactions.class.getName());
    }

    /** A topic's messages as they are, from {@link #startupOffset} on. */
    public KafkaSource<RawMessage> source(String topic) {
        return source(
                topic,
                switch (startupOffset) {
                    case "latest" -> OffsetsInitializer.latest();
                    case "committed" -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
                    default -> OffsetsInitializer.earliest();
                });
    }

    /** A compacted topic holds what stands, so it is read from its beginning, wherever other topics begin. */
    public KafkaSource<RawMessage> compactedSource(String topic) {
        return compactedSource(topic, new RawMessageSchema());
    }

    /** The same for messages whose keys are read, too. */
    public <T> KafkaSource<T> compactedSource(String topic, KafkaRecordDeserializationSchema<T> schema) {
        return source(topic, OffsetsInitializer.earliest(), schema);
    }

    private KafkaSource<RawMessage> source(String topic, OffsetsInitializer start) {
        return source(topic, start, new RawMessageSchema());
    }

    private <T> KafkaSource<T> source(
            String topic, OffsetsInitializer start, KafkaRecordDeserializationSchema<T> schema) {
        return KafkaSource.<T>builder()
                .setProperties(kafkaAccess())
                .setBootstrapServers(bootstrapServers)
                .setGroupId(consumerGroup)
                .setTopics(topic)
                .setStartingOffsets(start)
                .setDeserializer(schema)
                // New partitions are found, and one poll does not fill the heap with large messages.
                .setProperty("partition.discovery.interval.ms", "30000")
                .setProperty("fetch.max.bytes", Integer.toString(2 * TelemetryCodec.MAX_MESSAGE_BYTES))
                .setProperty("max.partition.fetch.bytes", "1048576")
                .build();
    }

    public <R extends Row> ClickHouseSink<R> sink(Table<R> table) {
        return new ClickHouseSink<>(table, clickHouse);
    }

    /** At least once: after a restart one may stand there twice, with the same place in its headers. */
    public KafkaSink<DeadLetter> deadLetters() {
        return kafkaSink(new DeadLetterSchema(deadLetterTopic));
    }

    /** At least once. */
    public <T> KafkaSink<T> kafkaSink(KafkaRecordSerializationSchema<T> schema) {
        return KafkaSink.<T>builder()
                .setKafkaProducerConfig(kafkaAccess())
                .setBootstrapServers(bootstrapServers)
                .setRecordSerializer(schema)
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .build();
    }

    /** How to reach the broker, beside its address: TLS and the like. */
    public Properties kafkaAccess() {
        return new KafkaAccess(kafkaProperties).properties();
    }
}
