package io.ullage.job.snapshot;

import io.ullage.job.ingest.DecodedReport;
import io.ullage.job.row.LunGrowthRow;
import io.ullage.job.row.SnapshotGrowthRow;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** From the readings of snapshots, chains and pools to how they grow; laid behind the utilisation job, which hands the reports on. */
public final class GrowthJob {
    private final DataStream<DecodedReport> reports;
    private final GrowthSinks sinks;
    private final GrowthSettings settings;

    /** @param reports each once */
    public GrowthJob(DataStream<DecodedReport> reports, GrowthSinks sinks, GrowthSettings settings) {
        this.reports = reports;
        this.sinks = sinks;
        this.settings = settings;
    }

    /** Every operator has a uid: state is found again by it, so it never changes. */
    public GrowthStreams lay() {
        SingleOutputStreamOperator<GrowthObservation> routed = reports.process(
                        new GrowthRouteFunction(settings), TypeInformation.of(GrowthObservation.class))
                .name("route-growth")
                .uid("route-growth");
        SingleOutputStreamOperator<SnapshotGrowthRow> snapshots = routed.keyBy(GrowthObservation::key)
                .process(new SeriesGrowthFunction(settings), TypeInformation.of(GrowthPart.class))
                .name("series-growth")
                .uid("series-growth")
                .keyBy(GrowthPart::key)
                .process(new PoolGrowthFunction(settings), TypeInformation.of(SnapshotGrowthRow.class))
                .name("pool-growth")
                .uid("pool-growth");
        DataStream<LunPart> steps = routed.getSideOutput(GrowthRouteFunction.ALLOCATIONS)
                .keyBy(Allocation::key)
                .process(new SeriesStepsFunction(settings), TypeInformation.of(LunPart.class))
                .name("series-steps")
                .uid("series-steps");
        SingleOutputStreamOperator<LunGrowthRow> luns = routed.getSideOutput(GrowthRouteFunction.LUNS)
                .union(steps)
                .keyBy(LunPart::key)
                .process(new LunGrowthFunction(settings), TypeInformation.of(LunGrowthRow.class))
                .name("lun-growth")
                .uid("lun-growth");
        GrowthStreams streams = new GrowthStreams(snapshots, snapshots.getSideOutput(PoolGrowthFunction.CHAINS), luns);
        sink(streams.snapshots(), sinks.snapshots(), "snapshot-growth");
        sink(streams.chains(), sinks.chains(), "chain-growth");
        sink(streams.luns(), sinks.luns(), "lun-growth");
        return streams;
    }

    private static <T> void sink(DataStream<T> rows, Sink<T> sink, String name) {
        rows.sinkTo(sink).name("sink-" + name).uid("sink-" + name);
    }
}
