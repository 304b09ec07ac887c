package io.ullage.job.ingest;

import io.ullage.job.row.IngestOutcome;
import io.ullage.job.row.IngestRow;
import io.ullage.schema.codec.Decoded;
import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.FileSystemReading;
import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.Reading;
import io.ullage.schema.telemetry.Report;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A report with its readings by kind, as Flink's serializers want them, and the place that it was read from. */
public record DecodedReport(
        AgentIdentity agent,
        Instant time,
        long sequence,
        int part,
        List<VolumeReading> volumes,
        List<GuestDiskReading> guestDisks,
        List<FileSystemReading> fileSystems,
        List<SnapshotReading> snapshots,
        List<PoolReading> pools,
        int partition,
        long offset,
        Instant received,
        long messageBytes,
        int rejectedReadings) {

    public static DecodedReport of(RawMessage message, Decoded decoded) {
        Report report = decoded.report();
        return new DecodedReport(
                report.agent(),
                report.time(),
                report.sequence(),
                report.part(),
                only(VolumeReading.class, report.readings()),
                only(GuestDiskReading.class, report.readings()),
                only(FileSystemReading.class, report.readings()),
                only(SnapshotReading.class, report.readings()),
                only(PoolReading.class, report.readings()),
                message.partition(),
                message.offset(),
                message.time(),
                message.payloadBytes(),
                decoded.rejected());
    }

    public long readings() {
        return (long) volumes.size() + guestDisks.size() + fileSystems.size() + snapshots.size() + pools.size();
    }

    IngestRow became(IngestOutcome outcome, Instant intervalStart) {
        return new IngestRow(
                intervalStart,
                partition,
                offset,
                received,
                outcome,
                agent.id(),
                time,
                sequence,
                messageBytes,
                readings(),
                rejectedReadings,
                null);
    }

    private static <T extends Reading> List<T> only(Class<T> kind, List<Reading> readings) {
        List<T> found = new ArrayList<>();
        for (Reading reading : readings) {
            if (kind.isInstance(reading)) {
                found.add(kind.cast(reading));
            }
        }
        return found;
    }
}
