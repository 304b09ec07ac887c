package io.ullage.service.scan;

import io.ullage.agent.Collected;
import io.ullage.agent.collect.CollectorResult;
import io.ullage.agent.collect.Outcome;
import io.ullage.job.ledger.EstimatedLedger;
import io.ullage.job.ledger.GuestTotals;
import io.ullage.job.ledger.LedgerEstimator;
import io.ullage.job.match.DiskMatcher;
import io.ullage.job.match.GuestDisk;
import io.ullage.job.match.HostDisk;
import io.ullage.job.match.Matching;
import io.ullage.job.match.Side;
import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.Attachment;
import io.ullage.schema.telemetry.FileSystemReading;
import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.Reading;
import io.ullage.schema.telemetry.Report;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Joins what both roles of one agent saw into a {@link Scan}. Pure. */
final class ScanAssembler {
    private final AgentIdentity agent;
    private final Report first;
    private final List<VolumeReading> volumes = new ArrayList<>();
    private final List<SnapshotReading> snapshots = new ArrayList<>();
    private final List<PoolReading> pools = new ArrayList<>();
    private final Map<String, GuestDiskReading> disks = new HashMap<>();
    private final List<FileSystemReading> fileSystems = new ArrayList<>();
    private final Map<String, Matching.Match> matchOfVolume = new HashMap<>();
    private final List<Scan.Unmatched> unmatched = new ArrayList<>();

    private ScanAssembler(List<Report> reports) {
        first = reports.get(0);
        agent = first.agent();
        for (Report report : reports) {
            report.readings().forEach(this::sort);
        }
        volumes.sort(Comparator.comparing(VolumeReading::volumeId));
    }

    static Scan assemble(Collected collected) {
        ScanAssembler assembler = new ScanAssembler(collected.reports());
        assembler.match();
        return new Scan(
                assembler.agent,
                assembler.first.time(),
                assembler.volumes.stream().map(assembler::scanned).toList(),
                assembler.snapshots,
                assembler.pools,
                assembler.disks.values().stream()
                        .sorted(Comparator.comparing(GuestDiskReading::name))
                        .toList(),
                assembler.fileSystems,
                assembler.unmatched,
                problems(collected.results()));
    }

    private void sort(Reading reading) {
        if (reading instanceof VolumeReading volume) {
            volumes.add(volume);
        } else if (reading instanceof SnapshotReading snapshot) {
            snapshots.add(snapshot);
        } else if (reading instanceof PoolReading pool) {
            pools.add(pool);
        } else if (reading instanceof GuestDiskReading disk) {
            disks.put(disk.name(), disk);
        } else if (reading instanceof FileSystemReading fileSystem) {
            fileSystems.add(fileSystem);
        }
    }

    /**
     * A loop device meets the volume whose file it is, and nothing else; the other disks of this machine meet the volumes that are given to it.
     * So a size is never compared with that of an image that merely lies here.
     */
    private void match() {
        for (GuestDiskReading disk : disks.values()) {
            if (disk.backingFile() != null) {
                List<VolumeReading> same = volumes.stream()
                        .filter(volume -> disk.backingFile().equals(volume.path()))
                        .toList();
                DiskMatcher.match(List.of(guestDisk(disk)), hostDisks(same))
                        .matches()
                        .forEach(match -> matchOfVolume.put(match.volumeId(), match));
            }
        }
        List<VolumeReading> givenHere =
                volumes.stream().filter(this::isGivenToThisMachine).toList();
        List<GuestDisk> ownDisks = disks.values().stream()
                .filter(disk -> disk.backingFile() == null)
                .map(this::guestDisk)
                .toList();
        if (!givenHere.isEmpty()) {
            Matching matching = DiskMatcher.match(ownDisks, hostDisks(givenHere));
            matching.matches().forEach(match -> matchOfVolume.put(match.volumeId(), match));
            matching.unmatched().forEach(this::remember);
        }
    }

    private boolean isGivenToThisMachine(VolumeReading volume) {
        Attachment attachment = volume.attachment();
        return attachment != null
                && agent.machineId() != null
                && attachment.machineId().toLowerCase(Locale.ROOT).equals(agent.machineId());
    }

    private void remember(Matching.Unmatched one) {
        unmatched.add(new Scan.Unmatched(
                one.side() == Side.VOLUME ? "volume" : "disk",
                one.entityId(),
                agent.machineId(),
                one.reason().meaning(),
                one.candidates()));
    }

    private GuestDisk guestDisk(GuestDiskReading disk) {
        return new GuestDisk(
                disk.name(),
                agent.hostId(),
                disk.backingFile(),
                disk.serial(),
                disk.wwn(),
                disk.busAddress(),
                disk.sizeBytes());
    }

    private List<HostDisk> hostDisks(List<VolumeReading> given) {
        return given.stream()
                .map(volume -> {
                    Attachment attachment = volume.attachment();
                    return new HostDisk(
                            volume.volumeId(),
                            agent.hostId(),
                            volume.path(),
                            attachment == null ? null : attachment.serial(),
                            attachment == null ? null : attachment.wwn(),
                            attachment == null ? null : attachment.busAddress(),
                            volume.provisionedBytes());
                })
                .toList();
    }

    private ScannedVolume scanned(VolumeReading volume) {
        Matching.Match match = matchOfVolume.get(volume.volumeId());
        GuestDiskReading disk = match == null ? null : disks.get(match.disk());
        GuestTotals guest = disk == null ? null : GuestTotals.of(disk);
        EstimatedLedger estimated = LedgerEstimator.estimate(volume, guest, heldBySnapshots(volume));
        List<String> anomalies = new ArrayList<>(volume.anomalies());
        anomalies.addAll(estimated.anomalies());
        return new ScannedVolume(
                volume,
                estimated.ledger(),
                estimated.guestLiveBytes(),
                disk,
                match == null ? null : match.rule(),
                mountPoints(disk),
                anomalies);
    }

    /** At most what they refer to; where a snapshot does not say, it may be all. */
    private long heldBySnapshots(VolumeReading volume) {
        return snapshots.stream()
                .filter(snapshot -> snapshot.volumeId().equals(volume.volumeId()))
                .mapToLong(snapshot -> snapshot.referencedBytes() == null
                        ? volume.provisionedBytes()
                        : Math.min(snapshot.referencedBytes(), volume.provisionedBytes()))
                .sum();
    }

    private List<String> mountPoints(@Nullable GuestDiskReading disk) {
        if (disk == null) {
            return List.of();
        }
        return fileSystems.stream()
                .filter(fileSystem -> fileSystem.disks().contains(disk.name()))
                .map(FileSystemReading::mountPoint)
                .filter(Objects::nonNull)
                .sorted()
                .distinct()
                .toList();
    }

    private static List<Scan.Problem> problems(List<CollectorResult> results) {
        List<Scan.Problem> problems = new ArrayList<>();
        for (CollectorResult result : results) {
            if (result.outcome() instanceof Outcome.Failed failed) {
                problems.add(new Scan.Problem(result.collector(), failed.reason()));
            } else if (result.outcome() instanceof Outcome.Readings readings) {
                readings.problems().forEach(text -> problems.add(new Scan.Problem(result.collector(), text)));
            }
        }
        return problems;
    }
}
