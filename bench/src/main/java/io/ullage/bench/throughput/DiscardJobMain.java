package io.ullage.bench.throughput;

import io.ullage.job.ingest.RawMessage;
import io.ullage.job.utilisation.UtilisationJobConfig;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** The bound: the utilisation job's source and checkpoints, and nothing behind them. Takes the same arguments. */
public final class DiscardJobMain {
    private DiscardJobMain() {}

    public static void main(String... args) throws Exception {
        UtilisationJobConfig config = UtilisationJobConfig.of(args);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(config.job().flink());
        environment.setParallelism(config.job().parallelism());
        environment
                .fromSource(
                        config.job().source(config.reportsTopic()),
                        WatermarkStrategy.noWatermarks(),
                        "reports",
                        TypeInformation.of(RawMessage.class))
                .uid("reports")
                .sinkTo(new DiscardingSink<>())
                .uid("discard");
        environment.execute("discard");
    }
}
