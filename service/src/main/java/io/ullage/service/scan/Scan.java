package io.ullage.service.scan;

import io.ullage.agent.image.ImageCollector;
import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.FileSystemReading;
import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.SnapshotReading;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one look brought.
 *
 * @param agent names this machine
 * @param disks of this machine, those that are volumes with them
 * @param unmatched volumes and disks whose other side was not found, with the reason
 * @param problems what could not be read, each in one sentence
 */
record Scan(
        AgentIdentity agent,
        Instant time,
        List<ScannedVolume> volumes,
        List<SnapshotReading> snapshots,
        List<PoolReading> pools,
        List<GuestDiskReading> disks,
        List<FileSystemReading> fileSystems,
        List<Unmatched> unmatched,
        List<Problem> problems) {
    Scan {
        volumes = List.copyOf(volumes);
        snapshots = List.copyOf(snapshots);
        pools = List.copyOf(pools);
        disks = List.copyOf(disks);
        fileSystems = List.copyOf(fileSystems);
        unmatched = List.copyOf(unmatched);
        problems = List.copyOf(problems);
    }

    /** Nothing at all, on either side. */
    boolean isEmpty() {
        return volumes.isEmpty() && disks.isEmpty() && pools.isEmpty();
    }

    /** What stands between the caller and the images that were named; the others are of the machine around them. */
    List<Problem> problemsWithImages() {
        return problems.stream()
                .filter(problem -> problem.source().equals(ImageCollector.NAME))
                .toList();
    }

    /** @param source the collector */
    record Problem(String source, String message) {}

    /** @param machineId that the host names; absent for a disk of this machine */
    record Unmatched(String side, String entityId, @Nullable String machineId, String reason, List<String> candidates) {
        Unmatched {
            candidates = List.copyOf(candidates);
        }
    }
}
