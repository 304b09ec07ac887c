package io.ullage.service.recommend.platform;

import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.Pool;
import io.ullage.service.recommend.estate.Snapshot;
import io.ullage.service.recommend.estate.Volume;
import java.util.List;

/** Virtual disk images of XenServer and XCP-ng, by their UUIDs. A deleted snapshot's blocks return when the repository coalesces. */
final class Xapi implements Platform {
    @Override
    public List<Step> deleteSnapshot(Snapshot snapshot, Volume volume) {
        return List.of(Step.onHost(volume.hostId(), "xe", "vdi-destroy", "uuid=" + snapshot.snapshotId()));
    }

    @Override
    public List<Step> delete(Volume volume) {
        return List.of(Step.onHost(volume.hostId(), "xe", "vdi-destroy", "uuid=" + volume.volumeId()));
    }

    @Override
    public List<Step> move(Volume volume, Pool to, Estate estate) {
        return List.of(Step.onHost(
                volume.hostId(), "xe", "vdi-pool-migrate", "uuid=" + volume.volumeId(), "sr-uuid=" + to.poolId()));
    }
}
