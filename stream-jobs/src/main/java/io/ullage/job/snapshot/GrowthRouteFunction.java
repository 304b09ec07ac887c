package io.ullage.job.snapshot;

import io.ullage.job.ingest.DecodedReport;
import io.ullage.job.ingest.Interval;
import io.ullage.schema.telemetry.PoolKind;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Takes out of a report what speaks of snapshots, chains and pools, and of files whose growth may reserve a LUN. Most volumes are neither,
 * and cost nothing here.
 */
final class GrowthRouteFunction extends ProcessFunction<DecodedReport, GrowthObservation> {
    static final OutputTag<Allocation> ALLOCATIONS =
            new OutputTag<>("allocations", TypeInformation.of(Allocation.class));
    static final OutputTag<LunPart> LUNS = new OutputTag<>("luns", TypeInformation.of(LunPart.class));

    private static final long serialVersionUID = 1L;

    private final GrowthSettings settings;

    GrowthRouteFunction(GrowthSettings settings) {
        this.settings = settings;
    }

    @Override
    public void processElement(DecodedReport report, Context context, Collector<GrowthObservation> out) {
        route(
                report,
                settings,
                out::collect,
                allocation -> context.output(ALLOCATIONS, allocation),
                lun -> context.output(LUNS, lun));
    }

    static void route(
            DecodedReport report,
            GrowthSettings settings,
            Consumer<GrowthObservation> observations,
            Consumer<Allocation> allocations,
            Consumer<LunPart> luns) {
        Map<String, PoolKind> kinds = new HashMap<>();
        for (PoolReading pool : report.pools()) {
            kinds.put(pool.poolId(), pool.poolKind());
            observations.accept(GrowthObservation.of(pool, report.time()));
            if (settings.steppedKinds().contains(pool.poolKind())) {
                Instant hour = Interval.startOf(report.time(), GrowthSettings.HOUR);
                luns.accept(new LunPart(pool.poolId(), hour, null, pool, report.time()));
            }
        }
        Set<String> snapshotted = new HashSet<>();
        for (SnapshotReading snapshot : report.snapshots()) {
            snapshotted.add(snapshot.volumeId());
            observations.accept(GrowthObservation.of(snapshot, report.time()));
            if (snapshot.exclusiveBytes() != null && stepped(snapshot.poolId(), kinds, settings)) {
                allocations.accept(new Allocation(
                        snapshot.poolId(), snapshot.snapshotId(), true, report.time(), snapshot.exclusiveBytes()));
            }
        }
        for (VolumeReading volume : report.volumes()) {
            if (inChain(volume) || snapshotted.contains(volume.volumeId())) {
                observations.accept(GrowthObservation.of(volume, report.time()));
            }
            if (volume.allocatedBytes() != null && stepped(volume.poolId(), kinds, settings)) {
                allocations.accept(new Allocation(
                        volume.poolId(),
                        volume.volumeId(),
                        volume.parentVolumeId() != null,
                        report.time(),
                        volume.allocatedBytes()));
            }
        }
    }

    private static boolean inChain(VolumeReading volume) {
        boolean base =
                switch (volume.use()) {
                    case BACKING -> true;
                    case DISK -> false;
                };
        return base
                || volume.parentVolumeId() != null
                || (volume.snapshotBytes() != null && volume.snapshotBytes() > 0);
    }

    /** A pool that this report does not speak of may be of any kind. */
    private static boolean stepped(String poolId, Map<String, PoolKind> kinds, GrowthSettings settings) {
        PoolKind kind = kinds.get(poolId);
        return !settings.steppedKinds().isEmpty()
                && (kind == null || settings.steppedKinds().contains(kind));
    }
}
