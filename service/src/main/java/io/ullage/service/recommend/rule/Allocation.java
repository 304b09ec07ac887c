package io.ullage.service.recommend.rule;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.Pool;
import io.ullage.service.recommend.estate.Volume;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives each byte to one act. Three budgets bound what is promised: the class that the bytes are of, what the volume occupies, and what the
 * pool says is used; what one act was given is taken from all three. An act on a whole volume gets what is left of it, and ends it.
 *
 * <p>The order: what was accepted already, then acts that are sure (in the order of {@link Action}), then weak ones.
 */
final class Allocation {
    private final Estate estate;
    private final Map<String, VolumeBudget> volumes = new HashMap<>();
    private final Map<String, Budget> pools = new HashMap<>();

    Allocation(Estate estate) {
        this.estate = estate;
    }

    /** Whether an act is worth a recommendation with what it would be given. */
    interface Worth {
        boolean is(Candidate candidate, Estimate given);
    }

    /**
     * @param kept ids of what was accepted: first in order, and given whatever it is worth
     * @param worth what is not worth it takes nothing
     */
    List<Given> give(List<Candidate> candidates, Set<String> kept, Worth worth) {
        Set<String> first = new HashSet<>(kept);
        List<Candidate> ordered = candidates.stream()
                .sorted(Comparator.comparing((Candidate candidate) -> !first.contains(candidate.id()))
                        .thenComparing(Candidate::weak)
                        .thenComparing(Candidate::action)
                        .thenComparing(candidate -> candidate.target().id()))
                .toList();
        List<Given> all = new ArrayList<>();
        for (Candidate candidate : ordered) {
            Given given = offer(candidate);
            if (first.contains(candidate.id()) || worth.is(candidate, given.total())) {
                take(given);
                all.add(given);
            }
        }
        return all;
    }

    /** What it could have of what is left. The claims of one candidate are on different parts. */
    private Given offer(Candidate candidate) {
        List<Claim> given = new ArrayList<>();
        Map<String, Budget> drawn = new HashMap<>();
        for (Claim claim : candidate.claims()) {
            Optional<Volume> volume = estate.volume(claim.volumeId());
            if (volume.isEmpty()) {
                continue;
            }
            String poolId = volume.get().poolId();
            Budget pool =
                    drawn.computeIfAbsent("pool " + poolId, key -> pool(poolId).copy());
            VolumeBudget budget = volume(volume.get());
            Budget left = drawn.computeIfAbsent("volume " + claim.volumeId(), key -> budget.left.copy());
            Estimate bytes = budget.offer(claim, left, pool);
            left.take(bytes);
            pool.take(bytes);
            given.add(new Claim(claim.volumeId(), claim.part(), bytes));
        }
        return new Given(candidate, given);
    }

    private void take(Given given) {
        for (Claim claim : given.claims()) {
            Volume volume = estate.volume(claim.volumeId()).orElseThrow();
            volume(volume).take(claim);
            pool(volume.poolId()).take(claim.bytes());
        }
    }

    private VolumeBudget volume(Volume volume) {
        return volumes.computeIfAbsent(volume.volumeId(), id -> new VolumeBudget(volume));
    }

    private Budget pool(String poolId) {
        return pools.computeIfAbsent(poolId, id -> {
            Long used = estate.pool(poolId).map(Pool::usedBytes).orElse(null);
            return new Budget(used == null ? Long.MAX_VALUE : used);
        });
    }

    /** What of one volume nobody was given yet. */
    private static final class VolumeBudget {
        private final Budget left;
        private final Map<Part, Budget> parts = new EnumMap<>(Part.class);
        private final boolean snapshotsInside;
        /** Of what it occupies, given in parts. */
        private Estimate given = Estimate.exact(0);

        VolumeBudget(Volume volume) {
            Long allocated = volume.allocatedBytes();
            left = new Budget(
                    allocated == null ? volume.provisionedBytes() + Words.known(volume.snapshotBytes()) : allocated);
            for (LedgerClass ledgerClass : LedgerClass.values()) {
                if (ledgerClass != LedgerClass.CLAIMED && ledgerClass != LedgerClass.ULLAGE) {
                    parts.put(Part.of(ledgerClass), new Budget(volume.of(ledgerClass)));
                }
            }
            Long snapshot = volume.snapshotBytes();
            snapshotsInside = snapshot != null;
            parts.put(Part.SNAPSHOT, new Budget(snapshot == null ? Long.MAX_VALUE : snapshot));
        }

        Estimate offer(Claim claim, Budget leftOfVolume, Budget leftOfPool) {
            if (claim.part() == Part.WHOLE) {
                return leftOfPool.atMost(leftOfVolume.atMost(Budget.minus(claim.bytes(), given)));
            }
            Estimate ofPart = parts.get(claim.part()).atMost(claim.bytes());
            boolean inside = claim.part() != Part.SNAPSHOT || snapshotsInside;
            return leftOfPool.atMost(inside ? leftOfVolume.atMost(ofPart) : ofPart);
        }

        void take(Claim claim) {
            if (claim.part() == Part.WHOLE) {
                left.close();
                parts.values().forEach(Budget::close);
                return;
            }
            parts.get(claim.part()).take(claim.bytes());
            if (claim.part() != Part.SNAPSHOT || snapshotsInside) {
                left.take(claim.bytes());
                given = Budget.sum(List.of(given, claim.bytes()));
            }
        }
    }
}
