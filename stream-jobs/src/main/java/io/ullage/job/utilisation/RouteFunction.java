package io.ullage.job.utilisation;

import io.ullage.job.ingest.DecodedReport;
import io.ullage.job.ingest.Interval;
import io.ullage.job.row.FileSystemRow;
import io.ullage.job.row.GuestDiskRow;
import io.ullage.job.row.SnapshotRow;
import io.ullage.job.utilisation.Observation.HostVolume;
import io.ullage.schema.telemetry.Attachment;
import io.ullage.schema.telemetry.FileSystemReading;
import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Takes a report apart: disks go to where their two sides meet, pools to their sums, and what stands by itself is a row at once. */
final class RouteFunction extends ProcessFunction<DecodedReport, Observation> {
    static final OutputTag<PoolPart> POOLS = new OutputTag<>("pools", TypeInformation.of(PoolPart.class));
    static final OutputTag<SnapshotRow> SNAPSHOTS = new OutputTag<>("snapshots", TypeInformation.of(SnapshotRow.class));
    static final OutputTag<GuestDiskRow> GUEST_DISKS =
            new OutputTag<>("guest-disks", TypeInformation.of(GuestDiskRow.class));
    static final OutputTag<FileSystemRow> FILE_SYSTEMS =
            new OutputTag<>("file-systems", TypeInformation.of(FileSystemRow.class));

    private static final long serialVersionUID = 1L;

    private final Duration interval;

    RouteFunction(Duration interval) {
        this.interval = interval;
    }

    @Override
    public void processElement(DecodedReport report, Context context, Collector<Observation> out) {
        Instant start = Interval.startOf(report.time(), interval);
        // Of equal keys the last reading of the interval stands.
        long revision = report.time().toEpochMilli() - start.toEpochMilli() + 1;
        String hostId = report.agent().hostId();
        String machineId = report.agent().machineId();
        disks(report, out);
        for (PoolReading pool : report.pools()) {
            context.output(POOLS, PoolPart.of(start, report.time(), pool));
        }
        for (SnapshotReading snapshot : report.snapshots()) {
            context.output(SNAPSHOTS, new SnapshotRow(start, revision, hostId, report.time(), snapshot));
        }
        for (GuestDiskReading disk : report.guestDisks()) {
            context.output(GUEST_DISKS, new GuestDiskRow(start, revision, hostId, machineId, report.time(), disk));
        }
        for (FileSystemReading fileSystem : report.fileSystems()) {
            context.output(
                    FILE_SYSTEMS, new FileSystemRow(start, revision, hostId, machineId, report.time(), fileSystem));
        }
    }

    /** Disks of one report that travel together. */
    private record Meeting(String joinKey, @Nullable String machineId) {}

    /** The disks of a report, from the side that the report looks from. */
    static void disks(DecodedReport report, Collector<Observation> out) {
        String hostId = report.agent().hostId();
        String machineId =
                report.agent().machineId() == null ? hostId : report.agent().machineId();
        Map<String, Long> snapshotBytes = snapshotBytes(report);
        Map<Meeting, List<HostVolume>> volumes = new LinkedHashMap<>();
        for (VolumeReading volume : report.volumes()) {
            Attachment attachment = volume.attachment();
            volumes.computeIfAbsent(
                            new Meeting(
                                    JoinKey.of(volume, machineId, hostId),
                                    attachment == null ? null : attachment.machineId()),
                            meeting -> new ArrayList<>())
                    .add(new HostVolume(volume, snapshotBytes.getOrDefault(volume.volumeId(), 0L)));
        }
        volumes.forEach((meeting, there) -> out.collect(
                new Observation(meeting.joinKey, meeting.machineId, hostId, report.time(), there, List.of())));
        Map<String, List<GuestDiskReading>> guestDisks = new LinkedHashMap<>();
        for (GuestDiskReading disk : report.guestDisks()) {
            guestDisks
                    .computeIfAbsent(JoinKey.of(disk, machineId, hostId), key -> new ArrayList<>())
                    .add(disk);
        }
        guestDisks.forEach((joinKey, there) ->
                out.collect(new Observation(joinKey, machineId, hostId, report.time(), List.of(), there)));
    }

    /** The most that snapshots may hold of their volumes' blocks: all that they point at, or their size where they do not say. */
    private static Map<String, Long> snapshotBytes(DecodedReport report) {
        Map<String, Long> bytes = new HashMap<>();
        for (SnapshotReading snapshot : report.snapshots()) {
            long held = snapshot.referencedBytes() == null ? snapshot.sizeBytes() : snapshot.referencedBytes();
            bytes.merge(snapshot.volumeId(), held, (a, b) -> a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b);
        }
        return bytes;
    }
}
