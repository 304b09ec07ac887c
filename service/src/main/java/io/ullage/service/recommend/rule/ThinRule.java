package io.ullage.service.recommend.rule;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.schema.ledger.Method;
import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.Volume;
import io.ullage.service.recommend.platform.Step;
import io.ullage.service.recommend.rule.Candidate.Confidence;
import java.util.ArrayList;
import java.util.List;

/** Space that was taken and never written. Of a volume that could not give anything back, what the guest deleted follows by a trim. */
final class ThinRule implements Rule {
    @Override
    public List<Candidate> candidates(Estate estate, Thresholds thresholds) {
        StoredSize stored = new StoredSize(estate);
        List<Candidate> candidates = new ArrayList<>();
        for (Volume volume : estate.disks()) {
            Estimate reserved = stored.of(volume, volume.of(LedgerClass.RESERVED));
            if (reserved.highBytes() > 0) {
                candidates.add(candidate(volume, reserved, estate, stored));
            }
        }
        return candidates;
    }

    private static Candidate candidate(Volume volume, Estimate reserved, Estate estate, StoredSize stored) {
        List<Claim> claims = new ArrayList<>();
        claims.add(new Claim(volume.volumeId(), Part.RESERVED, reserved));
        List<Step> steps = new ArrayList<>(Words.platform(volume, estate).makeThin(volume, estate));
        List<String> checks = new ArrayList<>();
        checks.add(Words.MUST_BE_OFF);
        checks.add(Words.roomForCopy(volume, estate, copyBytes(volume)));
        addSnapshotCheck(volume, checks);
        Estimate dead = stored.of(volume, volume.of(LedgerClass.DEAD));
        if (!volume.givesBack() && dead.highBytes() > 0 && volume.guestLiveBytes() != null) {
            claims.add(new Claim(
                    volume.volumeId(),
                    Part.DEAD,
                    new Estimate(
                            0,
                            dead.bestBytes(),
                            dead.highBytes(),
                            dead.method() == Method.EXACT ? Method.BOUNDED : dead.method())));
            steps.add(Step.inside(Words.machine(volume, estate), "fstrim", "--all", "--verbose"));
            checks.add("its disk takes discards afterwards, or what the guest deleted stays");
        }
        return new Candidate(
                Action.MAKE_THIN,
                Words.target(volume),
                volume.poolId(),
                volume.machineId(),
                claims,
                null,
                volume.of(LedgerClass.RESERVED).method() == Method.EXACT ? Confidence.HIGH : Confidence.MEDIUM,
                false,
                "allocated, and never written",
                checks,
                steps);
    }

    /** What is written, and the tables for it. */
    static long copyBytes(Volume volume) {
        return volume.of(LedgerClass.LIVE).bestBytes()
                + volume.of(LedgerClass.DEAD).bestBytes()
                + volume.of(LedgerClass.STRANDED).bestBytes()
                + volume.of(LedgerClass.UNSEEN).bestBytes()
                + Words.known(volume.metadataBytes());
    }

    static void addSnapshotCheck(Volume volume, List<String> checks) {
        if (Words.known(volume.snapshotBytes()) > 0) {
            checks.add("its internal snapshots may go: a copy has none");
        }
    }
}
