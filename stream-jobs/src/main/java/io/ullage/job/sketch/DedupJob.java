package io.ullage.job.sketch;

import io.ullage.job.ingest.RawMessage;
import io.ullage.job.row.DedupDomainRow;
import io.ullage.job.row.SketchRow;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** From content sketches to what deduplication leaves of each domain and each volume, and to the sketches in the store. */
public final class DedupJob {
    public static final String NAME = "ullage-dedup";

    private final Source<RawMessage, ?, ?> sketches;
    private final DedupSinks sinks;
    private final DedupSettings settings;

    public DedupJob(Source<RawMessage, ?, ?> sketches, DedupSinks sinks, DedupSettings settings) {
        this.sketches = sketches;
        this.sinks = sinks;
        this.settings = settings;
    }

    /** Every operator has a uid: state is found again by it, so it never changes. */
    public void lay(StreamExecutionEnvironment environment) {
        // A barrier that overtakes sums would part a replacement in two.
        environment.getCheckpointConfig().enableUnalignedCheckpoints(false);
        SingleOutputStreamOperator<SketchPart> decoded = environment
                .fromSource(
                        sketches, WatermarkStrategy.noWatermarks(), "sketches", TypeInformation.of(RawMessage.class))
                .uid("sketches")
                .process(new DecodeSketchFunction(), TypeInformation.of(SketchPart.class))
                .name("decode-sketches")
                .uid("decode-sketches");
        SingleOutputStreamOperator<ShardChange> assembled = decoded.keyBy(SketchPart::volumeId)
                .process(new AssembleFunction(settings), TypeInformation.of(ShardChange.class))
                .name("assemble-epochs")
                .uid("assemble-epochs");
        SingleOutputStreamOperator<SumsChange> sums = assembled
                .keyBy(ShardChange::key)
                .transform("sum-shards", TypeInformation.of(SumsChange.class), new ShardOperator())
                .uid("sum-shards");
        SingleOutputStreamOperator<DedupDomainRow> domains = sums.keyBy(
                        change -> change.domain().key(), Types.STRING)
                .connect(assembled
                        .getSideOutput(AssembleFunction.VOLUMES)
                        .keyBy(change -> change.domain().key(), Types.STRING))
                .transform("sum-domains", TypeInformation.of(DedupDomainRow.class), new DomainOperator(settings))
                .uid("sum-domains");
        SingleOutputStreamOperator<SketchRow> committed = assembled
                .getSideOutput(AssembleFunction.SKETCHES)
                .transform("commit-epochs", TypeInformation.of(SketchRow.class), new CommitOperator())
                .uid("commit-epochs");

        sink(domains, sinks.domains(), "dedup-domain");
        sink(domains.getSideOutput(DomainOperator.VOLUMES), sinks.volumes(), "dedup-volume");
        sink(committed, sinks.sketches(), "sketch");
        sink(assembled.getSideOutput(AssembleFunction.FINGERPRINTS), sinks.fingerprints(), "fingerprint");
        sink(
                decoded.getSideOutput(DecodeSketchFunction.REFUSED)
                        .union(assembled.getSideOutput(AssembleFunction.REFUSED)),
                sinks.deadLetters(),
                "sketch-dead-letter");
    }

    private static <T> void sink(DataStream<T> rows, Sink<T> sink, String name) {
        rows.sinkTo(sink).name("sink-" + name).uid("sink-" + name);
    }
}
