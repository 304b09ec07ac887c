package io.ullage.service.recommend.rule;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.Volume;
import io.ullage.service.recommend.rule.Candidate.Confidence;
import java.util.ArrayList;
import java.util.List;

/** Zeros that the format records and the pool stores. A trim takes those that are free; this is for what no trim reaches. */
final class PunchRule implements Rule {
    @Override
    public List<Candidate> candidates(Estate estate, Thresholds thresholds) {
        StoredSize stored = new StoredSize(estate);
        List<Candidate> candidates = new ArrayList<>();
        for (Volume volume : estate.disks()) {
            Estimate zeroed = stored.of(volume, volume.of(LedgerClass.ZEROED));
            if (zeroed.highBytes() == 0) {
                continue;
            }
            List<String> checks = new ArrayList<>();
            if (volume.inUse()) {
                checks.add(Words.MUST_BE_OFF);
            }
            if (!volume.format().equals("raw")) {
                checks.add(Words.roomForCopy(volume, estate, ThinRule.copyBytes(volume)));
                ThinRule.addSnapshotCheck(volume, checks);
            }
            candidates.add(new Candidate(
                    Action.PUNCH,
                    Words.target(volume),
                    volume.poolId(),
                    volume.machineId(),
                    List.of(new Claim(volume.volumeId(), Part.ZEROED, zeroed)),
                    null,
                    Confidence.HIGH,
                    false,
                    "allocated, and nothing but zeros",
                    checks,
                    Words.platform(volume, estate).punch(volume, estate)));
        }
        return candidates;
    }
}
