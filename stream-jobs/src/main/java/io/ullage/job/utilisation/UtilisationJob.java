package io.ullage.job.utilisation;

import io.ullage.job.ingest.DecodeFunction;
import io.ullage.job.ingest.DecodedReport;
import io.ullage.job.ingest.DeduplicateFunction;
import io.ullage.job.ingest.RawMessage;
import io.ullage.job.row.LedgerRow;
import io.ullage.job.row.PoolRow;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** From reports to a ledger per volume and interval, pools summed, and what stayed unmatched. */
public final class UtilisationJob {
    public static final String NAME = "ullage-utilisation";

    private final Source<RawMessage, ?, ?> reports;
    private final UtilisationSinks sinks;
    private final UtilisationSettings settings;

    public UtilisationJob(Source<RawMessage, ?, ?> reports, UtilisationSinks sinks, UtilisationSettings settings) {
        this.reports = reports;
        this.sinks = sinks;
        this.settings = settings;
    }

    /** Every operator has a uid: state is found again by it, so it never changes. */
    public UtilisationStreams lay(StreamExecutionEnvironment environment) {
        SingleOutputStreamOperator<DecodedReport> decoded = environment
                .fromSource(reports, WatermarkStrategy.noWatermarks(), "reports", TypeInformation.of(RawMessage.class))
                .uid("reports")
                .process(new DecodeFunction(settings.interval()), TypeInformation.of(DecodedReport.class))
                .name("decode")
                .uid("decode");
        SingleOutputStreamOperator<DecodedReport> once = decoded.keyBy(
                        report -> report.agent().id())
                .process(
                        new DeduplicateFunction(settings.interval(), settings.reportsRemembered()),
                        TypeInformation.of(DecodedReport.class))
                .name("deduplicate")
                .uid("deduplicate");
        SingleOutputStreamOperator<Observation> routed = once.process(
                        new RouteFunction(settings.interval()), TypeInformation.of(Observation.class))
                .name("route")
                .uid("route");
        SingleOutputStreamOperator<LedgerRow> ledgers = routed.keyBy(Observation::joinKey)
                .process(new DiskJoinFunction(settings), TypeInformation.of(LedgerRow.class))
                .name("join-disks")
                .uid("join-disks");
        DataStream<PoolPart> ofVolumes = ledgers.map(PoolPart::of, TypeInformation.of(PoolPart.class))
                .name("pool-parts")
                .uid("pool-parts");
        SingleOutputStreamOperator<PoolRow> pools = routed.getSideOutput(RouteFunction.POOLS)
                .union(ofVolumes)
                .keyBy(PoolPart::key)
                .process(new PoolSumFunction(settings), TypeInformation.of(PoolRow.class))
                .name("sum-pools")
                .uid("sum-pools");

        UtilisationStreams streams = new UtilisationStreams(
                once,
                ledgers,
                pools,
                routed.getSideOutput(RouteFunction.SNAPSHOTS),
                routed.getSideOutput(RouteFunction.GUEST_DISKS),
                routed.getSideOutput(RouteFunction.FILE_SYSTEMS),
                ledgers.getSideOutput(DiskJoinFunction.UNMATCHED));
        sink(streams.ledgers(), sinks.ledgers(), "ledger");
        sink(streams.pools(), sinks.pools(), "pool");
        sink(streams.snapshots(), sinks.snapshots(), "snapshot");
        sink(streams.guestDisks(), sinks.guestDisks(), "guest-disk");
        sink(streams.fileSystems(), sinks.fileSystems(), "file-system");
        sink(streams.unmatched(), sinks.unmatched(), "unmatched");
        sink(
                decoded.getSideOutput(DecodeFunction.OUTCOMES).union(once.getSideOutput(DecodeFunction.OUTCOMES)),
                sinks.ingest(),
                "ingest");
        sink(decoded.getSideOutput(DecodeFunction.REFUSED), sinks.deadLetters(), "dead-letter");
        return streams;
    }

    private static <T> void sink(DataStream<T> rows, Sink<T> sink, String name) {
        rows.sinkTo(sink).name("sink-" + name).uid("sink-" + name);
    }
}
