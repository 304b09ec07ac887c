package io.ullage.job.alert;

import io.ullage.job.alert.AlertJob.AlertInputs;
import io.ullage.job.alert.AlertJob.AlertSinks;
import io.ullage.job.row.AlertTables;
import io.ullage.job.wiring.JobSettings;
import io.ullage.schema.alert.Alert;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lays the rules between Kafka and ClickHouse. */
public final class AlertWiring {
    private static final Logger LOG = LoggerFactory.getLogger(AlertWiring.class);

    /** Below what a broker allows at most by default, 15 minutes. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(10);

    private AlertWiring() {}

    /**
     * @param rulesTopic compacted, keyed by document
     * @param forecastsTopic empty where nobody forecasts
     */
    public static void lay(
            StreamExecutionEnvironment environment,
            JobSettings job,
            String rulesTopic,
            String alertsTopic,
            String forecastsTopic,
            AlertInputs inputs) {
        AlertSinks sinks = new AlertSinks(alerts(job, alertsTopic), job.sink(AlertTables.ALERT), job.deadLetters());
        new AlertJob(
                        job.compactedSource(rulesTopic, new RuleMessageSchema()),
                        forecastsTopic.isEmpty() ? null : job.source(forecastsTopic),
                        standing(job, rulesTopic),
                        sinks)
                .lay(environment, inputs);
    }

    /** Rules must be known before the first row: a job that begins to read at the beginning would else pass by what fired there. */
    private static Map<String, String> standing(JobSettings job, String rulesTopic) {
        try {
            return RulesTopic.read(job.bootstrapServers(), job.kafkaAccess(), rulesTopic);
        } catch (KafkaException e) {
            LOG.warn("{} cannot be read from here: rows that come before its rules fire nothing", rulesTopic, e);
            return Map.of();
        }
    }

    private static KafkaSink<Alert> alerts(JobSettings job, String topic) {
        return KafkaSink.<Alert>builder()
                .setKafkaProducerConfig(job.kafkaAccess())
                .setBootstrapServers(job.bootstrapServers())
                .setRecordSerializer(new AlertSchema(topic))
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(job.consumerGroup() + "-" + topic)
                .setProperty("transaction.timeout.ms", Long.toString(TRANSACTION_TIMEOUT.toMillis()))
                .build();
    }
}
