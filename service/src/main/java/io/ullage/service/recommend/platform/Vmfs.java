package io.ullage.service.recommend.platform;

import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.Volume;
import java.util.List;

/** Virtual disks in a datastore, from the shell of an ESXi host. Snapshots and moves are the vCenter's, which has no such shell. */
final class Vmfs implements Platform {
    private static final String COPY = "-ullage.vmdk";

    @Override
    public List<Step> punch(Volume volume, Estate estate) {
        return volume.path() == null
                ? List.of()
                : List.of(Step.onHost(volume.hostId(), "vmkfstools", "-K", Step.path(volume.path())));
    }

    @Override
    public List<Step> makeThin(Volume volume, Estate estate) {
        if (volume.path() == null) {
            return List.of();
        }
        String path = Step.path(volume.path());
        String copy = path.replaceFirst("\\.vmdk$", "") + COPY;
        return List.of(
                Step.onHost(volume.hostId(), "vmkfstools", "-i", path, "-d", "thin", copy),
                Step.onHost(volume.hostId(), "vmkfstools", "-U", path),
                Step.onHost(volume.hostId(), "vmkfstools", "-E", copy, path));
    }

    @Override
    public List<Step> delete(Volume volume) {
        return volume.path() == null
                ? List.of()
                : List.of(Step.onHost(volume.hostId(), "vmkfstools", "-U", Step.path(volume.path())));
    }
}
