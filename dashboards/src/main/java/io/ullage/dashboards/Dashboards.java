package io.ullage.dashboards;

import io.ullage.dashboards.grafana.Board;
import java.util.List;

/** All dashboards, in the order in which one would look at them. */
public final class Dashboards {
    private Dashboards() {}

    public static List<Board> all() {
        return List.of(
                CapacityOverview.board(),
                PoolBoard.board(),
                VolumeBoard.board(),
                LowUtilisation.board(),
                Reclaim.board(),
                Snapshots.board(),
                ThinProvisioning.board(),
                Dedup.board(),
                Chargeback.board(),
                PipelineHealth.board());
    }
}
