package io.ullage.service.recommend.rule;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.schema.ledger.Method;
import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.FileSystem;
import io.ullage.service.recommend.estate.Volume;
import io.ullage.service.recommend.platform.Step;
import io.ullage.service.recommend.rule.Candidate.Confidence;
import java.util.ArrayList;
import java.util.List;

/**
 * What the guest deleted and the pool still holds. A trim covers all that is free, so that zeros and unwritten space of whole free units
 * come back with it. Where the disk takes no discard, or is mounted so that it should have been trimmed long ago, discard must arrive first.
 */
final class TrimRule implements Rule {
    @Override
    public List<Candidate> candidates(Estate estate, Thresholds thresholds) {
        List<Candidate> candidates = new ArrayList<>();
        for (Volume volume : estate.disks()) {
            if (volume.givesBack()
                    && volume.guestLiveBytes() != null
                    && volume.of(LedgerClass.DEAD).highBytes()
                                    + volume.of(LedgerClass.ZEROED).highBytes()
                                    + volume.of(LedgerClass.RESERVED).highBytes()
                            > 0) {
                candidates.add(candidate(volume, estate, thresholds));
            }
        }
        return candidates;
    }

    private static Candidate candidate(Volume volume, Estate estate, Thresholds thresholds) {
        List<FileSystem> fileSystems = estate.fileSystemsOn(volume);
        boolean ignored = volume.discardMaxBytes() != null && volume.discardMaxBytes() == 0;
        boolean online = !fileSystems.isEmpty() && fileSystems.stream().allMatch(FileSystem::onlineDiscard);
        boolean lost = !ignored && online && volume.of(LedgerClass.DEAD).lowBytes() >= thresholds.leastBytes();
        boolean mustArrive = ignored || lost;
        boolean matched = volume.guestDisk() != null;
        List<Step> steps = new ArrayList<>();
        List<String> checks = new ArrayList<>();
        if (mustArrive) {
            steps.addAll(Words.platform(volume, estate).passDiscards(volume, estate));
            checks.add("every layer from the guest's disk to the pool passes discards on: controller, volume manager,"
                    + " encryption, hypervisor");
            checks.add("the machine is restarted if its platform takes the change only then");
        } else if (!matched && (volume.inUse() || volume.machineId() != null)) {
            checks.add("its disk takes discards: 'lsblk --discard' inside shows DISC-MAX above 0");
        }
        boolean atRest = !matched && !volume.inUse();
        steps.addAll(atRest ? Words.platform(volume, estate).trimAtRest(volume) : inside(volume, fileSystems, estate));
        if (atRest) {
            checks.add(Words.MUST_BE_OFF);
        }
        boolean snapshots = !estate.snapshotsOf(volume).isEmpty();
        if (snapshots) {
            checks.add("what a snapshot holds comes back only when that is deleted");
        }
        return new Candidate(
                mustArrive ? Action.PASS_DISCARDS : Action.TRIM,
                Words.target(volume),
                volume.poolId(),
                volume.machineId(),
                claims(volume, snapshots, new StoredSize(estate)),
                null,
                matched && !lost ? Confidence.HIGH : Confidence.MEDIUM,
                false,
                why(volume, ignored, lost),
                checks,
                steps);
    }

    private static List<Claim> claims(Volume volume, boolean snapshots, StoredSize stored) {
        List<Claim> claims = new ArrayList<>();
        claims.add(new Claim(volume.volumeId(), Part.DEAD, stored.of(volume, volume.of(LedgerClass.DEAD))));
        for (LedgerClass unwritten : List.of(LedgerClass.ZEROED, LedgerClass.RESERVED)) {
            Estimate bytes = stored.of(volume, volume.of(unwritten));
            if (bytes.highBytes() > 0) {
                // Of a unit that is partly live nothing returns, and how many there are the ledger does not say.
                claims.add(new Claim(volume.volumeId(), Part.of(unwritten), fromZero(bytes)));
            }
        }
        long stranded = volume.of(LedgerClass.STRANDED).highBytes();
        if (snapshots && stranded > 0) {
            // If the snapshots go first, what they stranded is dead by then.
            claims.add(new Claim(volume.volumeId(), Part.STRANDED, new Estimate(0, 0, stranded, Method.BOUNDED)));
        }
        return claims;
    }

    private static Estimate fromZero(Estimate bytes) {
        return new Estimate(
                0,
                bytes.bestBytes(),
                bytes.highBytes(),
                bytes.method() == Method.EXACT ? Method.BOUNDED : bytes.method());
    }

    private static List<Step> inside(Volume volume, List<FileSystem> fileSystems, Estate estate) {
        String machine = Words.machine(volume, estate);
        if (fileSystems.isEmpty()) {
            return List.of(Step.inside(machine, "fstrim", "--all", "--verbose"));
        }
        return fileSystems.stream()
                .filter(fileSystem -> !fileSystem.readOnly())
                .map(fileSystem -> fileSystem.mountPoint().matches("[A-Za-z]:\\\\?")
                        ? Step.inside(machine, "defrag", fileSystem.mountPoint().substring(0, 2), "/L")
                        : Step.inside(machine, "fstrim", "--verbose", "--", fileSystem.mountPoint()))
                .toList();
    }

    private static String why(Volume volume, boolean ignored, boolean lost) {
        if (ignored) {
            return "the guest's disk " + volume.guestDisk() + " takes no discard: trims end there";
        }
        if (lost) {
            return "its file systems discard online, and yet the pool holds what they deleted: discards are lost on the way";
        }
        return volume.guestDisk() == null
                ? "free inside, as its file systems' own tables say, and held by the pool"
                : "free in the guest's disk " + volume.guestDisk() + ", and held by the pool";
    }
}
