package io.ullage.service.recommend.rule;

import io.ullage.service.output.HumanBytes;
import io.ullage.service.recommend.estate.Disuse;
import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.Volume;
import io.ullage.service.recommend.rule.Candidate.Confidence;
import java.util.ArrayList;
import java.util.List;

/**
 * Volumes that nobody uses: no machine has them, nobody has them open, nothing stands on them, for long enough. A host that knows of no
 * machine at all cannot say that a volume has none: there the answer is a weak one.
 */
final class OrphanRule implements Rule {
    @Override
    public List<Candidate> candidates(Estate estate, Thresholds thresholds) {
        StoredSize stored = new StoredSize(estate);
        List<Candidate> candidates = new ArrayList<>();
        for (Volume volume : estate.disks()) {
            Disuse disuse = estate.disuse().get(volume.volumeId());
            if (volume.machineId() == null
                    && !volume.inUse()
                    && volume.allocatedBytes() != null
                    && disuse != null
                    && !disuse.since().plus(thresholds.orphanAge()).isAfter(estate.time())
                    && estate.childrenOf(volume).isEmpty()) {
                candidates.add(orphan(volume, disuse, estate, stored));
            }
        }
        return candidates;
    }

    private static Candidate orphan(Volume volume, Disuse disuse, Estate estate, StoredSize stored) {
        long attached = estate.volumes().values().stream()
                .filter(other -> other.hostId().equals(volume.hostId()) && other.machineId() != null)
                .count();
        String why = "not in use since " + disuse.since() + ", the time of the first of " + disuse.readings()
                + " readings that are kept"
                + (disuse.usedAt() == null ? "" : " or of the last use")
                + "; no machine has it; nothing stands on it; its host knows the machines of " + attached
                + " other volumes";
        List<String> checks = new ArrayList<>(
                List.of("no machine that is switched off, on any host or cluster that reaches this pool, names it"));
        if (attached == 0) {
            checks.add("its host tells of no machine's disks: look there for who uses it");
        }
        checks.add("a copy of its " + HumanBytes.text(Words.known(volume.allocatedBytes()))
                + " is kept as long as the owner wants");
        return new Candidate(
                Action.DELETE_ORPHAN,
                Words.target(volume),
                volume.poolId(),
                null,
                List.of(new Claim(volume.volumeId(), Part.WHOLE, stored.ofWhole(volume))),
                volume.provisionedBytes(),
                attached > 0 ? Confidence.HIGH : Confidence.LOW,
                attached == 0,
                why,
                checks,
                Words.platform(volume, estate).delete(volume));
    }
}
