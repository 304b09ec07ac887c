package io.ullage.bench.throughput;

import io.ullage.job.ingest.DecodeFunction;
import io.ullage.job.ingest.DecodedReport;
import io.ullage.job.ingest.RawMessage;
import io.ullage.job.utilisation.UtilisationJobConfig;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** What no job can do without: the messages are read, and then thrown away. Takes the arguments of the utilisation job. */
public final class DecodeJobMain {
    private DecodeJobMain() {}

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
                .process(new DecodeFunction(config.settings().interval()), TypeInformation.of(DecodedReport.class))
                .uid("decode")
                .sinkTo(new DiscardingSink<>())
                .uid("discard");
        environment.execute("decode");
    }
}
