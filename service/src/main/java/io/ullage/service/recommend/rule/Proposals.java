package io.ullage.service.recommend.rule;

import io.ullage.schema.ledger.Estimate;
import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.rule.Action.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All rules over one estate, and each byte given to one of their acts. */
public final class Proposals {
    /** A rule that kept less than this of its promises is trusted a little less. */
    private static final double KEPT_BADLY = 0.5;

    private static final List<Rule> RULES = List.of(
            new OrphanRule(),
            new RetireRule(),
            new SnapshotRule(),
            new TrimRule(),
            new PunchRule(),
            new ThinRule(),
            new ShrinkRule(),
            new ConsolidateRule(),
            new CloneRule(),
            new MetadataRule(),
            new HostDiskRule());

    private Proposals() {}

    /**
     * @param actions that may be proposed
     * @param dismissed ids that are left out, as if no rule had proposed them
     * @param kept ids whose bytes are theirs first
     * @param scores realised ÷ promised of rules that were tried often enough
     */
    public static List<Given> of(
            Estate estate,
            Set<Action> actions,
            Thresholds thresholds,
            Set<String> dismissed,
            Set<String> kept,
            Map<Action, Double> scores) {
        Allocation allocation = new Allocation(estate);
        List<Given> all = new ArrayList<>();
        List<Candidate> candidates = new ArrayList<>();
        for (Rule rule : RULES) {
            candidates.addAll(rule.candidates(estate, thresholds));
        }
        Filter filter = new Filter(actions, thresholds, dismissed, kept, scores);
        all.addAll(filter.give(allocation, candidates));
        // Moves are for what nothing else brings back.
        Map<String, Long> returned = new HashMap<>();
        all.forEach(given ->
                returned.merge(given.candidate().poolId(), given.total().bestBytes(), Long::sum));
        all.addAll(filter.give(allocation, new MoveRule(returned).candidates(estate, thresholds)));
        return all;
    }

    private record Filter(
            Set<Action> actions,
            Thresholds thresholds,
            Set<String> dismissed,
            Set<String> kept,
            Map<Action, Double> scores) {

        List<Given> give(Allocation allocation, List<Candidate> candidates) {
            List<Candidate> wanted = candidates.stream()
                    .filter(candidate -> actions.contains(candidate.action()) && !dismissed.contains(candidate.id()))
                    .map(this::asTried)
                    .toList();
            return allocation.give(wanted, kept, this::worth);
        }

        private Candidate asTried(Candidate candidate) {
            Double score = scores.get(candidate.action());
            return score != null && score < KEPT_BADLY
                    ? candidate.withConfidence(candidate.confidence().lower())
                    : candidate;
        }

        /** What may be nothing and may be much is told of; what is surely little is not. */
        private boolean worth(Candidate candidate, Estimate given) {
            Long unprovisioned = candidate.unprovisionedBytes();
            boolean shrinks = candidate.action() == Action.SHRINK
                    && unprovisioned != null
                    && unprovisioned >= thresholds.leastBytes();
            boolean unknown =
                    candidate.claims().stream().allMatch(claim -> claim.bytes().bestBytes() == 0);
            return candidate.action().effect() == Effect.PREVENTS
                    || shrinks
                    || (unknown ? given.highBytes() : given.bestBytes()) >= Math.max(1, thresholds.leastBytes());
        }
    }
}
