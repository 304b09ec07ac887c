package io.ullage.service.dedup;

import io.ullage.job.dedup.DedupEstimator;
import io.ullage.job.dedup.DedupSums;
import io.ullage.job.dedup.Footprint;
import io.ullage.job.dedup.Sampling;
import io.ullage.job.dedup.SetDedup;
import io.ullage.job.dedup.SetSums;
import io.ullage.job.dedup.VolumeDedup;
import io.ullage.job.dedup.VolumeTotals;
import io.ullage.schema.ledger.Estimate;
import io.ullage.service.dedup.Member.SampledDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a set of volumes would give back. Pure.
 *
 * @param members all volumes of the set
 * @param totals what the scans of those with a sketch counted
 * @param reclaimable content to which nothing outside the set refers
 * @param stored what the set would occupy if it were alone
 * @param uniqueBytes the best figures of {@code unique} of each volume, added up: at most {@code reclaimable}
 * @param domains over which the set is spread; what is in different ones shares nothing
 */
record SetAnswer(
        List<Member> members,
        VolumeTotals totals,
        Footprint reclaimable,
        Footprint stored,
        long uniqueBytes,
        List<String> domains) {
    /** Stands for all volumes outside the set; no volume's id is blank. */
    private static final String OUTSIDE = " ";

    /** The answer of one domain. */
    private record OfDomain(SetDedup set, long uniqueBytes) {}

    static SetAnswer of(SetReader.Contents contents) {
        Map<String, OfDomain> answers = new TreeMap<>();
        contents.held().forEach((domain, held) -> {
            List<Member> members = contents.members().stream()
                    .filter(member ->
                            member.sketch() != null && member.sketch().domain().equals(domain))
                    .toList();
            String name = domain.domainId() + " (k " + domain.k() + ", chunks of " + domain.chunkBytes() + ")";
            answers.put(name, ofDomain(domain, members, held));
        });
        VolumeTotals totals = VolumeTotals.NOTHING;
        long unique = 0;
        List<Footprint> reclaimable = new ArrayList<>();
        List<Footprint> stored = new ArrayList<>();
        for (OfDomain answer : answers.values()) {
            totals = totals.plus(answer.set().totals());
            unique += answer.uniqueBytes();
            reclaimable.add(answer.set().reclaimable());
            stored.add(answer.set().stored());
        }
        return new SetAnswer(
                contents.members(), totals, sum(reclaimable), sum(stored), unique, List.copyOf(answers.keySet()));
    }

    private static OfDomain ofDomain(SampledDomain domain, List<Member> members, List<HeldChunk> held) {
        Map<String, VolumeTotals> totals = new HashMap<>();
        for (Member member : members) {
            if (member.sketch() != null) {
                totals.put(member.volumeId(), member.sketch().totals());
            }
        }
        SetSums set = new SetSums(totals.keySet());
        DedupSums each = new DedupSums();
        for (HeldChunk chunk : held) {
            addTimes(set, each, chunk);
        }
        DedupEstimator estimator = new DedupEstimator(new Sampling(domain.chunkBytes(), domain.k()));
        SetDedup answer = estimator.estimate(set, totals, each.domain());
        // Nothing is asked of what lies outside but that it refers to the chunks.
        each.volumes().keySet().forEach(volumeId -> totals.putIfAbsent(volumeId, VolumeTotals.NOTHING));
        Map<String, VolumeDedup> volumes = estimator.estimate(each, totals).volumes();
        long unique = 0;
        for (String volumeId : set.volumeIds()) {
            VolumeDedup volume = volumes.get(volumeId);
            unique += volume == null ? 0 : volume.unique().logical().bestBytes();
        }
        return new OfDomain(answer, unique);
    }

    /** Adds a chunk as often as it is held alike, by doubling. */
    private static void addTimes(SetSums set, DedupSums each, HeldChunk chunk) {
        Map<String, Integer> references = new HashMap<>(chunk.references());
        String outside = OUTSIDE;
        for (long left = chunk.inDomain() - chunk.inSet(); left > 0; left -= Integer.MAX_VALUE) {
            references.put(outside, (int) Math.min(left, Integer.MAX_VALUE));
            outside += OUTSIDE;
        }
        SetSums setPower = new SetSums(set.volumeIds());
        setPower.add(references, chunk.storedBytes());
        DedupSums eachPower = new DedupSums();
        eachPower.add(references, chunk.storedBytes());
        for (long left = chunk.fingerprints(); left > 0; left >>= 1) {
            if ((left & 1) == 1) {
                set.merge(setPower);
                each.merge(eachPower);
            }
            if (left > 1) {
                setPower.merge(setPower);
                eachPower.merge(eachPower);
            }
        }
    }

    /** Of several domains the worst may happen in all at once: lows and highs add. */
    private static Footprint sum(List<Footprint> footprints) {
        boolean sized = !footprints.isEmpty() && footprints.stream().allMatch(one -> one.compressed() != null);
        return new Footprint(
                total(footprints.stream().map(Footprint::logical).toList()),
                sized ? total(footprints.stream().map(Footprint::compressed).toList()) : null);
    }

    private static Estimate total(List<@Nullable Estimate> estimates) {
        Estimate sum = Estimate.exact(0);
        for (Estimate estimate : estimates) {
            if (estimate != null) {
                sum = new Estimate(
                        Math.addExact(sum.lowBytes(), estimate.lowBytes()),
                        Math.addExact(sum.bestBytes(), estimate.bestBytes()),
                        Math.addExact(sum.highBytes(), estimate.highBytes()),
                        sum.method().compareTo(estimate.method()) >= 0 ? sum.method() : estimate.method());
            }
        }
        return sum;
    }

    List<Member> unknown() {
        return members.stream().filter(member -> member.sketch() == null).toList();
    }

    /** Share of what the set occupies that has a sketch; absent where a volume does not say what it occupies. */
    @Nullable
    Double sketchedRatio() {
        Function<Member, @Nullable Long> allocated = Member::allocatedBytes;
        if (members.stream().map(allocated).anyMatch(bytes -> bytes == null)) {
            return null;
        }
        double all = 0;
        double sketched = 0;
        for (Member member : members) {
            Long bytes = member.allocatedBytes();
            all += bytes == null ? 0 : bytes;
            sketched += bytes == null || member.sketch() == null ? 0 : bytes;
        }
        return all == 0 ? null : Double.valueOf(sketched / all);
    }
}
