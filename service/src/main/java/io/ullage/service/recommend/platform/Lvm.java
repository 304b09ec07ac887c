package io.ullage.service.recommend.platform;

import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.Pool;
import io.ullage.service.recommend.estate.Snapshot;
import io.ullage.service.recommend.estate.Volume;
import java.util.List;

/** Logical volumes and thin pools. Their names are {@code group/volume}, as the collector gives them. */
final class Lvm implements Platform {
    /** A thin pool can be told to keep discards to itself. */
    @Override
    public List<Step> passDiscards(Volume volume, Estate estate) {
        return estate.pool(volume.poolId())
                .map(pool ->
                        List.of(Step.onHost(volume.hostId(), "lvchange", "--discards", "passdown", "--", pool.name())))
                .orElse(List.of());
    }

    @Override
    public List<Step> shrink(Volume volume, long bytes) {
        return List.of(Step.onHost(volume.hostId(), "lvreduce", "--size", bytes + "b", "--", volume.name()));
    }

    @Override
    public List<Step> deleteSnapshot(Snapshot snapshot, Volume volume) {
        return List.of(Step.onHost(volume.hostId(), "lvremove", "--", sibling(volume, snapshot.name())));
    }

    @Override
    public List<Step> delete(Volume volume) {
        return List.of(Step.onHost(volume.hostId(), "lvremove", "--", volume.name()));
    }

    static List<Step> growMetadata(Pool pool, long byBytes) {
        return List.of(new Step(
                "host of the pool", List.of("lvextend", "--poolmetadatasize", "+" + byBytes + "b", "--", pool.name())));
    }

    /** Of the same group. */
    private static String sibling(Volume volume, String name) {
        int slash = volume.name().indexOf('/');
        return name.contains("/") || slash < 0 ? name : volume.name().substring(0, slash + 1) + name;
    }
}
