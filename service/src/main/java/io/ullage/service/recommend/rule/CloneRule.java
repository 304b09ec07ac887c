package io.ullage.service.recommend.rule;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Method;
import io.ullage.service.output.HumanBytes;
import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.Pool;
import io.ullage.service.recommend.estate.Sketch;
import io.ullage.service.recommend.estate.Volume;
import io.ullage.service.recommend.platform.Step;
import io.ullage.service.recommend.rule.Candidate.Confidence;
import io.ullage.service.recommend.rule.Target.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Volumes of one pool with much content in common, where the pool stores it once for each of them. Sketches say what is equal, not where it
 * lies: linked clones keep what is equal at the same place, so the low end is nothing.
 */
final class CloneRule implements Rule {
    private record Group(String poolId, String domainId) {}

    private record Member(Volume volume, Sketch sketch) {
        /** Distinct content less its share of what would be stored once. */
        long savedBytes() {
            return Math.max(0, sketch.unique().bestBytes() + sketch.sharedBytes() - sketch.attributedBytes());
        }
    }

    @Override
    public List<Candidate> candidates(Estate estate, Thresholds thresholds) {
        TreeMap<Group, List<Member>> groups =
                new TreeMap<>(Comparator.comparing(Group::poolId).thenComparing(Group::domainId));
        for (Volume volume : estate.disks()) {
            Sketch sketch = estate.sketches().get(volume.volumeId());
            boolean stored =
                    estate.pool(volume.poolId()).map(Pool::deduplicates).orElse(false);
            if (sketch != null
                    && !stored
                    && volume.parentVolumeId() == null
                    && sketch.dataBytes() > 0
                    && sketch.sharedBytes() >= thresholds.cloneSharedRatio() * sketch.dataBytes()) {
                groups.computeIfAbsent(new Group(volume.poolId(), sketch.domainId()), key -> new ArrayList<>())
                        .add(new Member(volume, sketch));
            }
        }
        return groups.entrySet().stream()
                .filter(group -> group.getValue().size() > 1)
                .map(group -> candidate(group.getKey(), group.getValue(), estate))
                .toList();
    }

    private static Candidate candidate(Group group, List<Member> members, Estate estate) {
        Member base = members.stream()
                .max(Comparator.comparing((Member member) -> member.sketch().sharedBytes())
                        .thenComparing(member -> member.volume().volumeId()))
                .orElseThrow();
        List<Member> clones = members.stream().filter(member -> member != base).toList();
        long saved = members.stream().mapToLong(Member::savedBytes).sum();
        long shared = clones.stream()
                .mapToLong(member -> member.sketch().sharedBytes())
                .sum();
        List<Claim> claims = new ArrayList<>();
        List<Step> steps = new ArrayList<>(Words.platform(base.volume(), estate).freeze(base.volume()));
        for (Member clone : clones) {
            // The base keeps its bytes: what is saved together comes back from the others, each by what it shares.
            long most = clone.sketch().sharedBytes();
            long best = Math.min(most, (long) ((double) most * saved / shared));
            claims.add(new Claim(clone.volume().volumeId(), Part.LIVE, new Estimate(0, best, most, Method.SAMPLED)));
            steps.addAll(Words.platform(clone.volume(), estate).linkTo(base.volume(), clone.volume()));
        }
        String names = String.join(
                ", ",
                members.stream().map(member -> member.volume().name()).sorted().toList());
        return new Candidate(
                Action.LINK_CLONES,
                new Target(
                        Kind.POOL,
                        group.poolId() + "/" + group.domainId(),
                        members.size() + " clones in " + group.poolId()),
                group.poolId(),
                null,
                claims,
                null,
                Confidence.LOW,
                false,
                names + " have content in common, "
                        + HumanBytes.text(base.sketch().sharedBytes()) + " of "
                        + base.volume().name()
                        + "; how much of it lies at the same place the samples do not say",
                List.of(
                        Words.MUST_BE_OFF,
                        "nobody ever writes to the base again: all of them depend on it",
                        "a backup of each was taken: one damaged base damages all"),
                steps);
    }
}
