package io.ullage.service.recommend.rule;

import io.ullage.schema.telemetry.PoolKind;
import io.ullage.service.output.HumanBytes;
import io.ullage.service.output.Listing;
import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.HostDisk;
import io.ullage.service.recommend.estate.Pool;
import io.ullage.service.recommend.estate.Volume;
import io.ullage.service.recommend.rule.Candidate.Confidence;
import io.ullage.service.recommend.rule.Target.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Disks and pools of hosts on which nothing lies, while pools elsewhere fill: capacity that was bought and serves nobody. */
final class HostDiskRule implements Rule {
    private static final Set<PoolKind> OF_A_HOST = EnumSet.of(PoolKind.FILE_SYSTEM, PoolKind.LVM_GROUP);

    @Override
    public List<Candidate> candidates(Estate estate, Thresholds thresholds) {
        Set<String> hosts =
                estate.volumes().values().stream().map(Volume::hostId).collect(Collectors.toSet());
        List<Candidate> candidates = new ArrayList<>();
        for (HostDisk disk : estate.hostDisks()) {
            Long live = disk.liveBytes();
            long most = (long) (thresholds.hostDiskUsedRatio() * disk.sizeBytes());
            if (hosts.contains(disk.hostId())
                    && disk.sizeBytes() >= thresholds.hostDiskBytes()
                    && live != null
                    && live <= most
                    && Words.known(disk.unseenBytes()) <= most) {
                candidates.add(candidate(
                        new Target(
                                Kind.HOST_DISK,
                                disk.hostId() + "/" + disk.disk(),
                                disk.disk() + " of " + disk.hostId()),
                        disk.hostId(),
                        "a disk of " + HumanBytes.text(disk.sizeBytes()) + " that holds " + HumanBytes.text(live)));
            }
        }
        for (Pool pool : estate.pools().values()) {
            Double used = pool.usedRatio();
            Long free = pool.freeBytes();
            if (pool.kind() != null
                    && OF_A_HOST.contains(pool.kind())
                    && pool.volumes() == 0
                    && used != null
                    && used <= thresholds.hostDiskUsedRatio()
                    && free != null
                    && free >= thresholds.hostDiskBytes()) {
                candidates.add(candidate(
                        new Target(Kind.POOL, pool.poolId(), pool.name()),
                        pool.poolId(),
                        HumanBytes.text(free) + " free, " + Listing.percent(used) + " used, and no volume in it"));
            }
        }
        return candidates;
    }

    private static Candidate candidate(Target target, String poolId, String why) {
        return new Candidate(
                Action.USE_HOST_DISK,
                target,
                poolId,
                null,
                List.of(),
                null,
                Confidence.MEDIUM,
                false,
                why,
                List.of(
                        "it is no spare, no journal and no cache of something else",
                        "its volumes may stay on this host: no other one reaches them"),
                List.of());
    }
}
