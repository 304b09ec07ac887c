package io.ullage.service.recommend.rule;

import io.ullage.schema.ledger.Estimate;
import io.ullage.service.output.HumanBytes;
import io.ullage.service.output.Listing;
import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.Filling;
import io.ullage.service.recommend.estate.Pool;
import io.ullage.service.recommend.estate.Volume;
import io.ullage.service.recommend.rule.Candidate.Confidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Volumes that leave a pool which will be full, for one of the same kind that the same hosts reach and that has the room. Only as many as
 * are needed after everything else that returns bytes there; the fewest, the largest first.
 */
final class MoveRule implements Rule {
    private final Map<String, Long> returned;

    /** @param returned by pool, what other acts bring back there */
    MoveRule(Map<String, Long> returned) {
        this.returned = Map.copyOf(returned);
    }

    @Override
    public List<Candidate> candidates(Estate estate, Thresholds thresholds) {
        Map<String, Long> arriving = new HashMap<>();
        List<Candidate> candidates = new ArrayList<>();
        estate.pools().values().stream()
                .sorted(Comparator.comparing(Pool::poolId))
                .forEach(pool -> {
                    String why = why(pool, estate.fillings().get(pool.poolId()), thresholds);
                    if (why != null) {
                        relieve(pool, why, estate, thresholds, arriving, candidates);
                    }
                });
        return candidates;
    }

    private static @Nullable String why(Pool pool, @Nullable Filling filling, Thresholds thresholds) {
        if (filling != null && filling.p10() != null) {
            Duration p10 = filling.p10();
            return p10.compareTo(thresholds.fillingWithin()) <= 0
                    ? "pool " + pool.name() + " is full in " + Words.days(p10) + " in one of ten futures"
                    : null;
        }
        Double used = pool.usedRatio();
        return filling == null && used != null && used >= thresholds.fullRatio()
                ? "pool " + pool.name() + " is " + Listing.percent(used) + " full"
                : null;
    }

    private void relieve(
            Pool pool,
            String why,
            Estate estate,
            Thresholds thresholds,
            Map<String, Long> arriving,
            List<Candidate> candidates) {
        Long used = pool.usedBytes();
        Long capacity = pool.capacityBytes();
        if (used == null || capacity == null) {
            return;
        }
        long need = used - returned.getOrDefault(pool.poolId(), 0L) - (long) (thresholds.relievedRatio() * capacity);
        for (Volume volume : movable(pool, estate)) {
            if (need <= 0) {
                return;
            }
            long bytes = Words.known(volume.allocatedBytes());
            Optional<Pool> to = target(pool, volume, estate, thresholds, arriving);
            if (to.isPresent()) {
                arriving.merge(to.get().poolId(), bytes, Long::sum);
                candidates.add(candidate(volume, to.get(), why, estate));
                need -= bytes;
            }
        }
    }

    private static List<Volume> movable(Pool pool, Estate estate) {
        return estate.disks().stream()
                .filter(volume -> volume.poolId().equals(pool.poolId())
                        && volume.allocatedBytes() != null
                        && volume.parentVolumeId() == null
                        && estate.childrenOf(volume).isEmpty()
                        && estate.snapshotsOf(volume).isEmpty())
                .sorted(Comparator.comparing((Volume volume) -> Words.known(volume.allocatedBytes()))
                        .reversed()
                        .thenComparing(Volume::volumeId))
                .toList();
    }

    private static Optional<Pool> target(
            Pool from, Volume volume, Estate estate, Thresholds thresholds, Map<String, Long> arriving) {
        return estate.pools().values().stream()
                .filter(pool -> !pool.poolId().equals(from.poolId())
                        && pool.kind() != null
                        && pool.kind() == from.kind()
                        && why(pool, estate.fillings().get(pool.poolId()), thresholds) == null
                        && reaches(volume.hostId(), pool, estate)
                        && room(pool, thresholds, arriving) >= Words.known(volume.allocatedBytes()))
                .max(Comparator.comparing((Pool pool) -> room(pool, thresholds, arriving))
                        .thenComparing(Pool::poolId));
    }

    private static long room(Pool pool, Thresholds thresholds, Map<String, Long> arriving) {
        Long used = pool.usedBytes();
        Long capacity = pool.capacityBytes();
        return used == null || capacity == null
                ? 0
                : (long) (thresholds.relievedRatio() * capacity) - used - arriving.getOrDefault(pool.poolId(), 0L);
    }

    /** A host reaches a pool if it reads volumes there. */
    private static boolean reaches(String hostId, Pool pool, Estate estate) {
        return estate.volumes().values().stream()
                .anyMatch(volume ->
                        volume.poolId().equals(pool.poolId()) && volume.hostId().equals(hostId));
    }

    private static Candidate candidate(Volume volume, Pool to, String why, Estate estate) {
        long bytes = Words.known(volume.allocatedBytes());
        return new Candidate(
                Action.MOVE,
                Words.target(volume),
                volume.poolId(),
                volume.machineId(),
                List.of(new Claim(volume.volumeId(), Part.WHOLE, Estimate.exact(bytes))),
                null,
                Confidence.HIGH,
                true,
                why + "; " + to.name() + " has the room",
                List.of(
                        to.name() + " still has " + HumanBytes.text(bytes)
                                + " free, and is as fast and as safe as this one",
                        "the machine's host reaches " + to.name()),
                Words.platform(volume, estate).move(volume, to, estate));
    }
}
