package io.ullage.service.recommend.rule;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.telemetry.SnapshotKind;
import io.ullage.service.output.HumanBytes;
import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.Snapshot;
import io.ullage.service.recommend.estate.Snapshot.Returned;
import io.ullage.service.recommend.estate.Volume;
import io.ullage.service.recommend.rule.Candidate.Confidence;
import java.util.ArrayList;
import java.util.List;

/** Overlays that their parent could take in: the only child, with nothing above it, and with the room that it needs while it runs. */
final class ConsolidateRule implements Rule {
    @Override
    public List<Candidate> candidates(Estate estate, Thresholds thresholds) {
        List<Candidate> candidates = new ArrayList<>();
        for (Snapshot snapshot : estate.snapshots()) {
            Volume overlay = estate.volumes().get(snapshot.snapshotId());
            Volume parent = estate.volumes().get(snapshot.volumeId());
            Returned returned = snapshot.returned();
            if (snapshot.kind() == SnapshotKind.OVERLAY
                    && overlay != null
                    && parent != null
                    && returned != null
                    && returned.highBytes() > 0
                    && !"NO".equals(snapshot.fits())
                    && estate.childrenOf(overlay).isEmpty()
                    && estate.childrenOf(parent).size() == 1) {
                candidates.add(candidate(snapshot, overlay, parent, returned, estate));
            }
        }
        return candidates;
    }

    private static Candidate candidate(
            Snapshot snapshot, Volume overlay, Volume parent, Returned returned, Estate estate) {
        long low = Math.max(0, returned.lowBytes());
        long best = Math.max(low, returned.bestBytes());
        Estimate bytes =
                low == returned.highBytes() ? Estimate.exact(low) : Estimate.bounded(low, best, returned.highBytes());
        List<String> checks = new ArrayList<>();
        checks.add("nobody goes back to the time of " + parent.name() + ": that state is lost");
        if (overlay.inUse() && estate.machineOf(overlay).isEmpty()) {
            checks.add(Words.MUST_BE_OFF);
        }
        if (snapshot.roomHighBytes() != null) {
            checks.add("the pool has " + HumanBytes.text(snapshot.roomHighBytes()) + " free while it runs"
                    + ("PERHAPS".equals(snapshot.fits()) ? ", which it perhaps has not" : ""));
        }
        checks.add("nothing else, on any host, has " + parent.name() + " beneath it");
        return new Candidate(
                Action.CONSOLIDATE,
                Words.target(overlay),
                overlay.poolId(),
                overlay.machineId(),
                List.of(new Claim(overlay.volumeId(), Part.WHOLE, bytes)),
                null,
                "YES".equals(snapshot.fits()) ? Confidence.HIGH : Confidence.MEDIUM,
                false,
                "an overlay of " + HumanBytes.text(Words.known(overlay.allocatedBytes())) + " on " + parent.name(),
                checks,
                Words.platform(overlay, estate).commit(overlay, parent, estate));
    }
}
