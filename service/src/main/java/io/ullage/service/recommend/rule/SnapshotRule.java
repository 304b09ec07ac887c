package io.ullage.service.recommend.rule;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.telemetry.SnapshotKind;
import io.ullage.service.output.HumanBytes;
import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.Snapshot;
import io.ullage.service.recommend.estate.Snapshot.Returned;
import io.ullage.service.recommend.estate.Volume;
import io.ullage.service.recommend.rule.Candidate.Confidence;
import io.ullage.service.recommend.rule.Target.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Old snapshots, one by one. Blocks that several of them hold come back with the last of them: where the source says what a snapshot holds
 * together with all older ones, each is promised what its deletion adds after these, so that the promises sum to what they hold together.
 */
final class SnapshotRule implements Rule {
    private static final Comparator<Snapshot> OLDEST_FIRST = Comparator.comparing(
                    Snapshot::created, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Snapshot::snapshotId);

    @Override
    public List<Candidate> candidates(Estate estate, Thresholds thresholds) {
        List<Candidate> candidates = new ArrayList<>();
        for (Volume volume : estate.disks()) {
            List<Snapshot> snapshots =
                    estate.snapshotsOf(volume).stream().sorted(OLDEST_FIRST).toList();
            boolean allOlder = true;
            Long before = 0L;
            for (Snapshot snapshot : snapshots) {
                Instant created = snapshot.created();
                boolean old = created == null
                        || !created.plus(thresholds.snapshotAge()).isAfter(estate.time());
                if (old && !"NO".equals(snapshot.fits())) {
                    candidates.add(candidate(snapshot, volume, allOlder ? before : null, estate));
                } else {
                    allOlder = false;
                }
                before = snapshot.withOlderBytes();
            }
        }
        return candidates;
    }

    /** @param before what all older ones hold together; absent where nobody knows, or one of them stays */
    private static Candidate candidate(Snapshot snapshot, Volume volume, @Nullable Long before, Estate estate) {
        Instant created = snapshot.created();
        String age = created == null
                ? "a snapshot of unknown age"
                : Words.days(Duration.between(created, estate.time())) + " old";
        List<String> checks = new ArrayList<>();
        checks.add("no backup or replication builds on it");
        if (snapshot.kind() == SnapshotKind.INTERNAL && volume.inUse()) {
            checks.add(Words.MUST_BE_OFF);
        }
        if (before != null && before > 0) {
            checks.add("the older ones of " + volume.name() + " go first: they hold part of it with this one");
        }
        if (snapshot.roomHighBytes() != null && snapshot.roomHighBytes() > 0) {
            checks.add("the pool has " + HumanBytes.text(snapshot.roomHighBytes()) + " free while it runs"
                    + ("PERHAPS".equals(snapshot.fits()) ? ", which it perhaps has not" : ""));
        }
        checks.add("trim the guest afterwards: what only the snapshot kept can go then too");
        return new Candidate(
                Action.DELETE_SNAPSHOT,
                new Target(Kind.SNAPSHOT, snapshot.snapshotId(), snapshot.name() + " of " + volume.name()),
                volume.poolId(),
                volume.machineId(),
                List.of(new Claim(volume.volumeId(), Part.SNAPSHOT, returned(snapshot, volume, before))),
                null,
                snapshot.exclusiveBytes() == null
                        ? Confidence.LOW
                        : created == null ? Confidence.MEDIUM : Confidence.HIGH,
                false,
                age
                        + (snapshot.exclusiveBytes() == null
                                ? "; what it holds alone nobody says, at most what it refers to"
                                : "; holds " + HumanBytes.text(snapshot.exclusiveBytes()) + " alone"),
                checks,
                Words.platform(volume, estate).deleteSnapshot(snapshot, volume));
    }

    private static Estimate returned(Snapshot snapshot, Volume volume, @Nullable Long before) {
        Long exclusive = snapshot.exclusiveBytes();
        if (exclusive == null) {
            return bounded(0, 0, Words.known(snapshot.referencedBytes()));
        }
        Returned alone = snapshot.returned();
        long low = alone == null ? (volume.inUse() ? 0 : exclusive) : Math.max(0, alone.lowBytes());
        long best = alone == null ? exclusive : Math.max(low, alone.bestBytes());
        long high = alone == null ? exclusive : Math.max(best, alone.highBytes());
        Long withOlder = snapshot.withOlderBytes();
        long shared = before == null || withOlder == null ? 0 : Math.max(0, withOlder - before - exclusive);
        return bounded(low, best + shared, high + shared);
    }

    private static Estimate bounded(long low, long best, long high) {
        return low == high ? Estimate.exact(best) : Estimate.bounded(low, best, high);
    }
}
