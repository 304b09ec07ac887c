package io.ullage.service.recommend.platform;

import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.Snapshot;
import io.ullage.service.recommend.estate.Volume;
import java.util.List;

/** Volumes of a zpool. ZFS refuses names that begin with a dash. */
final class Zfs implements Platform {
    /** Without a reservation, a volume takes what is written. */
    @Override
    public List<Step> makeThin(Volume volume, Estate estate) {
        return List.of(Step.onHost(volume.hostId(), "zfs", "set", "refreservation=none", volume.name()));
    }

    @Override
    public List<Step> punch(Volume volume, Estate estate) {
        return List.of();
    }

    @Override
    public List<Step> shrink(Volume volume, long bytes) {
        return List.of(Step.onHost(volume.hostId(), "zfs", "set", "volsize=" + bytes, volume.name()));
    }

    @Override
    public List<Step> deleteSnapshot(Snapshot snapshot, Volume volume) {
        String name = snapshot.name().contains("@") ? snapshot.name() : volume.name() + "@" + snapshot.name();
        return List.of(Step.onHost(volume.hostId(), "zfs", "destroy", "-v", name));
    }

    @Override
    public List<Step> delete(Volume volume) {
        return List.of(Step.onHost(volume.hostId(), "zfs", "destroy", "-v", volume.name()));
    }
}
