package io.ullage.service.recommend.rule;

import io.ullage.schema.ledger.LedgerClass;
import io.ullage.service.output.HumanBytes;
import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.FileSystem;
import io.ullage.service.recommend.estate.Volume;
import io.ullage.service.recommend.rule.Candidate.Confidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Disks that are far larger than what their guest holds. Of a thin one the pool gets little or nothing back: what shrinks is what was
 * promised, and with it the over-commitment. No disk goes below its guest's floor: what it holds and the headroom, in whole gibibytes; a
 * guest with a file system that cannot shrink has its present size as its floor.
 */
final class ShrinkRule implements Rule {
    private static final long STEP_BYTES = 1L << 30;
    private static final Set<String> CANNOT_SHRINK = Set.of("xfs", "f2fs", "vfat", "exfat", "reiserfs", "jfs");

    @Override
    public List<Candidate> candidates(Estate estate, Thresholds thresholds) {
        List<Candidate> candidates = new ArrayList<>();
        for (Volume volume : estate.disks()) {
            Long held = volume.guestLiveBytes();
            if (held == null
                    || estate.fileSystemsOn(volume).stream().anyMatch(one -> CANNOT_SHRINK.contains(one.type()))) {
                continue;
            }
            long floor = floorBytes(held, thresholds.shrinkHeadroomRatio());
            long less = volume.provisionedBytes() - floor;
            if (less >= thresholds.leastBytes()
                    && less >= thresholds.shrinkLeastRatio() * volume.provisionedBytes()
                    && less > 0) {
                candidates.add(candidate(volume, held, floor, estate));
            }
        }
        return candidates;
    }

    static long floorBytes(long heldBytes, double headroomRatio) {
        long wanted = heldBytes + (long) (heldBytes * headroomRatio);
        return Math.max(1, Math.floorDiv(wanted + STEP_BYTES - 1, STEP_BYTES)) * STEP_BYTES;
    }

    private static Candidate candidate(Volume volume, long held, long floor, Estate estate) {
        List<FileSystem> fileSystems = estate.fileSystemsOn(volume);
        List<Claim> claims = volume.givesBack()
                ? List.of()
                : List.of(new Claim(volume.volumeId(), Part.RESERVED, volume.of(LedgerClass.RESERVED)));
        List<String> checks = new ArrayList<>();
        checks.add("the file systems and partitions inside are shrunk to " + HumanBytes.text(floor)
                + " first: what lies behind is cut off"
                + (fileSystems.isEmpty() ? "; XFS cannot shrink" : ""));
        checks.add("a backup was taken and read back");
        checks.add(Words.MUST_BE_OFF);
        if (Words.known(volume.snapshotBytes()) > 0) {
            checks.add("its internal snapshots are deleted first");
        }
        return new Candidate(
                Action.SHRINK,
                Words.target(volume),
                volume.poolId(),
                volume.machineId(),
                claims,
                volume.provisionedBytes() - floor,
                fileSystems.isEmpty() ? Confidence.LOW : Confidence.MEDIUM,
                false,
                "its guest holds " + HumanBytes.text(held) + " of " + HumanBytes.text(volume.provisionedBytes())
                        + "; with headroom " + HumanBytes.text(floor) + " would do",
                checks,
                Words.platform(volume, estate).shrink(volume, floor));
    }
}
