package io.ullage.service.recommend.rule;

import io.ullage.service.recommend.estate.Activity;
import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.Machine;
import io.ullage.service.recommend.estate.Volume;
import io.ullage.service.recommend.rule.Candidate.Confidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Disks of machines that have been off for long, and of machines on whose disks nothing was taken or freed for long. The second is a
 * guess about a machine that runs: it takes only what no other act was given.
 */
final class RetireRule implements Rule {
    @Override
    public List<Candidate> candidates(Estate estate, Thresholds thresholds) {
        Map<String, List<Volume>> byMachine = estate.disks().stream()
                .filter(volume ->
                        volume.machineId() != null && estate.machineOf(volume).isPresent())
                .collect(Collectors.groupingBy(Volume::machineId));
        List<Candidate> candidates = new ArrayList<>();
        for (Map.Entry<String, List<Volume>> machine : byMachine.entrySet()) {
            retire(estate.machines().get(machine.getKey()), machine.getValue(), estate, thresholds, candidates);
        }
        return candidates;
    }

    private static void retire(
            Machine machine, List<Volume> disks, Estate estate, Thresholds thresholds, List<Candidate> candidates) {
        if (Boolean.FALSE.equals(machine.poweredOn())) {
            Duration off = Duration.between(machine.since(), estate.time());
            if (off.compareTo(thresholds.offAge()) >= 0) {
                String why = "machine " + machine.name() + " has been off for " + Words.days(off);
                disks.forEach(disk -> add(disk, machine, estate, why, false, candidates));
            }
            return;
        }
        long idleDays = disks.stream()
                .mapToLong(disk -> unchangedDays(estate.activity().get(disk.volumeId())))
                .min()
                .orElse(0);
        if (idleDays >= thresholds.idleAge().toDays()) {
            String why = "nothing was taken or freed on any disk of machine " + machine.name() + " for " + idleDays
                    + " days; what is overwritten in place is not seen";
            disks.forEach(disk -> add(disk, machine, estate, why, true, candidates));
        }
    }

    private static long unchangedDays(@Nullable Activity activity) {
        return activity == null ? 0 : activity.unchangedDays();
    }

    private static void add(
            Volume disk, Machine machine, Estate estate, String why, boolean idle, List<Candidate> candidates) {
        if (disk.allocatedBytes() == null || !estate.childrenOf(disk).isEmpty()) {
            return;
        }
        List<String> checks = new ArrayList<>();
        checks.add("the owner agrees"
                + (machine.tenant() == null ? "; the inventory names none" : ": " + machine.tenant()));
        if (idle) {
            checks.add("nobody needs what it serves: ask, then switch it off for some weeks first");
        }
        checks.add("a copy is kept where it costs less, as long as the owner wants");
        checks.add("the machine itself is removed too, or it will not start again");
        candidates.add(new Candidate(
                Action.RETIRE,
                Words.target(disk),
                disk.poolId(),
                machine.machineId(),
                List.of(new Claim(disk.volumeId(), Part.WHOLE, new StoredSize(estate).ofWhole(disk))),
                disk.provisionedBytes(),
                idle ? Confidence.LOW : Confidence.HIGH,
                idle,
                why,
                checks,
                Words.platform(disk, estate).delete(disk)));
    }
}
