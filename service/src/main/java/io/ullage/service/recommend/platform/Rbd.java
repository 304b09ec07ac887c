package io.ullage.service.recommend.platform;

import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.Pool;
import io.ullage.service.recommend.estate.Snapshot;
import io.ullage.service.recommend.estate.Volume;
import java.util.List;

/** Ceph's RBD images; {@code --image} takes whatever stands behind it as a name. */
final class Rbd implements Platform {
    @Override
    public List<Step> punch(Volume volume, Estate estate) {
        return List.of(Step.onHost(volume.hostId(), "rbd", "sparsify", "--image", volume.name()));
    }

    @Override
    public List<Step> shrink(Volume volume, long bytes) {
        return List.of(Step.onHost(
                volume.hostId(), "rbd", "resize", "--image", volume.name(), "--size", bytes + "B", "--allow-shrink"));
    }

    @Override
    public List<Step> deleteSnapshot(Snapshot snapshot, Volume volume) {
        return List.of(
                Step.onHost(volume.hostId(), "rbd", "snap", "rm", "--image", volume.name(), "--snap", snapshot.name()));
    }

    @Override
    public List<Step> delete(Volume volume) {
        return List.of(Step.onHost(volume.hostId(), "rbd", "rm", "--image", volume.name()));
    }

    @Override
    public List<Step> move(Volume volume, Pool to, Estate estate) {
        return List.of(
                Step.onHost(
                        volume.hostId(), "rbd", "migration", "prepare", volume.name(), to.name() + "/" + volume.name()),
                Step.onHost(volume.hostId(), "rbd", "migration", "execute", to.name() + "/" + volume.name()),
                Step.onHost(volume.hostId(), "rbd", "migration", "commit", to.name() + "/" + volume.name()));
    }
}
