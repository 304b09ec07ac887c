package io.ullage.job.alert;

import io.ullage.job.ingest.DecodedReport;
import io.ullage.job.ingest.RawMessage;
import io.ullage.job.row.AlertRow;
import io.ullage.job.row.LedgerRow;
import io.ullage.job.row.LunGrowthRow;
import io.ullage.job.row.PoolRow;
import io.ullage.job.row.SnapshotGrowthRow;
import io.ullage.job.row.SnapshotRow;
import io.ullage.job.row.UnmatchedRow;
import io.ullage.job.rule.MemberChange;
import io.ullage.job.rule.Sample;
import io.ullage.schema.alert.Alert;
import io.ullage.schema.codec.DeadLetter;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** The rules on the streams of the utilisation job, in the same graph. */
public final class AlertJob {
    /** Rules change seldom, and all of them must come in one order. */
    private static final int ONE = 1;

    private static final Duration SETTLE = Duration.ofSeconds(2);

    private final Source<RuleMessage, ?, ?> rules;
    private final @Nullable Source<RawMessage, ?, ?> forecasts;
    private final Map<String, String> documentsAtStart;
    private final AlertSinks sinks;

    /**
     * What rules look at.
     *
     * @param growth absent where growth is not estimated: its rules then see nothing
     * @param luns the same
     */
    public record AlertInputs(
            DataStream<DecodedReport> reports,
            DataStream<LedgerRow> ledgers,
            DataStream<PoolRow> pools,
            DataStream<SnapshotRow> snapshots,
            DataStream<UnmatchedRow> unmatched,
            @Nullable DataStream<SnapshotGrowthRow> growth,
            @Nullable DataStream<LunGrowthRow> luns) {}

    /** Where alerts, their rows and refused rules go. */
    public record AlertSinks(Sink<Alert> alerts, Sink<AlertRow> rows, Sink<DeadLetter> deadLetters) {}

    /**
     * @param forecasts absent where nobody forecasts: their rules then see nothing
     * @param documentsAtStart by name, what stood on the rules topic when the job was submitted
     */
    public AlertJob(
            Source<RuleMessage, ?, ?> rules,
            @Nullable Source<RawMessage, ?, ?> forecasts,
            Map<String, String> documentsAtStart,
            AlertSinks sinks) {
        this.rules = rules;
        this.forecasts = forecasts;
        this.documentsAtStart = Map.copyOf(documentsAtStart);
        this.sinks = sinks;
    }

    /** Every operator has a uid: state is found again by it, so it never changes. */
    public void lay(StreamExecutionEnvironment environment, AlertInputs streams) {
        SingleOutputStreamOperator<RuleDocument> documents = environment
                .fromSource(rules, WatermarkStrategy.noWatermarks(), "rules", TypeInformation.of(RuleMessage.class))
                .uid("rules")
                .setParallelism(ONE)
                .process(new DecodeRulesFunction(), TypeInformation.of(RuleDocument.class))
                .name("decode-rules")
                .uid("decode-rules")
                .setParallelism(ONE);
        documents
                .getSideOutput(DecodeRulesFunction.REFUSED)
                .sinkTo(sinks.deadLetters())
                .name("sink-rules-dead-letter")
                .uid("sink-rules-dead-letter")
                .setParallelism(ONE);
        SingleOutputStreamOperator<Alert> alerts = withForecasts(environment, samples(streams))
                .keyBy(Sample::key)
                .connect(documents.broadcast(EvaluateFunction.DOCUMENTS))
                .process(new EvaluateFunction(documentsAtStart), TypeInformation.of(MemberChange.class))
                .name("evaluate-rules")
                .uid("evaluate-rules")
                .keyBy(MemberChange::fingerprint)
                .process(new GroupFunction(), TypeInformation.of(Alert.class))
                .name("group-alerts")
                .uid("group-alerts");
        alerts.sinkTo(sinks.alerts()).name("sink-alerts").uid("sink-alerts").setParallelism(ONE);
        alerts.map(AlertRow::new, TypeInformation.of(AlertRow.class))
                .name("alert-rows")
                .uid("alert-rows")
                .sinkTo(sinks.rows())
                .name("sink-alert")
                .uid("sink-alert");
    }

    private DataStream<Sample> withForecasts(StreamExecutionEnvironment environment, DataStream<Sample> samples) {
        if (forecasts == null) {
            return samples;
        }
        SingleOutputStreamOperator<Sample> decoded = environment
                .fromSource(
                        forecasts, WatermarkStrategy.noWatermarks(), "forecasts", TypeInformation.of(RawMessage.class))
                .uid("forecasts")
                .setParallelism(ONE)
                .process(new DecodeForecastFunction(), TypeInformation.of(Sample.class))
                .name("decode-forecasts")
                .uid("decode-forecasts")
                .setParallelism(ONE);
        decoded.getSideOutput(DecodeForecastFunction.REFUSED)
                .sinkTo(sinks.deadLetters())
                .name("sink-forecasts-dead-letter")
                .uid("sink-forecasts-dead-letter")
                .setParallelism(ONE);
        return samples.union(decoded);
    }

    private static DataStream<Sample> samples(AlertInputs streams) {
        DataStream<Sample> pools = streams.pools()
                .keyBy(row -> row.poolId())
                .process(new SettleFunction(SETTLE), TypeInformation.of(Sample.class))
                .name("settle-pools")
                .uid("settle-pools");
        DataStream<Sample> agents = streams.reports()
                .map(AgentHeard::of, TypeInformation.of(AgentHeard.class))
                .name("agents-heard")
                .uid("agents-heard")
                .keyBy(AgentHeard::agentId)
                .process(new AgentSilenceFunction(), TypeInformation.of(Sample.class))
                .name("agent-silence")
                .uid("agent-silence");
        DataStream<Sample> all = sampled(streams.ledgers(), Samples::of, "volumes")
                .union(
                        pools,
                        agents,
                        sampled(streams.snapshots(), Samples::of, "snapshots"),
                        sampled(streams.unmatched(), Samples::of, "unmatched"));
        if (streams.growth() != null) {
            all = all.union(sampled(streams.growth(), Samples::of, "growth"));
        }
        return streams.luns() == null ? all : all.union(sampled(streams.luns(), Samples::of, "luns"));
    }

    private static <R> DataStream<Sample> sampled(DataStream<R> rows, MapFunction<R, Sample> sample, String what) {
        return rows.map(sample, TypeInformation.of(Sample.class))
                .name("sample-" + what)
                .uid("sample-" + what);
    }
}
