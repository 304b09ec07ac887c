package io.ullage.service.job;

import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.AgentRole;
import io.ullage.schema.telemetry.Attachment;
import io.ullage.schema.telemetry.FileSystemReading;
import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.PoolKind;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.Provisioning;
import io.ullage.schema.telemetry.Reading;
import io.ullage.schema.telemetry.Report;
import io.ullage.schema.telemetry.SnapshotKind;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import io.ullage.schema.telemetry.VolumeUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A host and a guest that report each minute.
 *
 * @param start of the first minute
 */
record SmallFleet(Instant start) {
    private static final long GIB = 1L << 30;

    /** Two reports a minute: a host with three volumes, a snapshot and their pool; a guest with two disks, one of which nobody knows. */
    List<Report> minutes(int from, int to) {
        AgentIdentity host = new AgentIdentity("host", AgentRole.HOST, "h1", "h1", null, "test");
        AgentIdentity guest = new AgentIdentity("guest", AgentRole.GUEST, "g1", "g1", "machine-1", "test");
        List<Report> reports = new ArrayList<>();
        for (int minute = from; minute < to; minute++) {
            Instant time = start.plusSeconds(60L * minute);
            reports.add(Report.whole(
                    host,
                    minute,
                    time,
                    List.of(
                            volume("vol-a", "S-A", (8 + minute) * GIB / 8),
                            volume("vol-b", null, 3 * GIB),
                            volume("vol-c", "S-C", GIB),
                            new SnapshotReading(
                                    "test",
                                    "snap",
                                    "vol-b",
                                    "pool",
                                    "before update",
                                    SnapshotKind.INTERNAL,
                                    start,
                                    32 * GIB,
                                    GIB,
                                    GIB / 2,
                                    null),
                            new PoolReading(
                                    "test",
                                    "pool",
                                    "pool",
                                    PoolKind.LVM_THIN,
                                    null,
                                    100 * GIB,
                                    20 * GIB,
                                    80 * GIB,
                                    null,
                                    null,
                                    null))));
            reports.add(Report.whole(
                    guest, minute, time.plusSeconds(5), List.of(disk("sda", "S-A"), disk("sdx", "S-X"), root())));
        }
        return reports;
    }

    private static Reading volume(String id, String serial, long writtenBytes) {
        return new VolumeReading(
                "test",
                id,
                id,
                "raw",
                Provisioning.THIN,
                VolumeUse.DISK,
                "pool",
                "/images/" + id,
                serial == null ? null : new Attachment("machine-1", serial, null, null),
                null,
                32 * GIB,
                writtenBytes,
                writtenBytes,
                null,
                null,
                null,
                null,
                null,
                4096L,
                true,
                null,
                List.of());
    }

    private static Reading disk(String name, String serial) {
        return new GuestDiskReading(
                "test",
                name,
                32 * GIB,
                serial,
                null,
                null,
                null,
                GIB / 2,
                32 * GIB - GIB / 2,
                0L,
                512L,
                1L << 20,
                false);
    }

    private static Reading root() {
        return new FileSystemReading(
                "test",
                "sda1",
                "ext4",
                "/",
                null,
                32 * GIB,
                31 * GIB,
                GIB / 2,
                30 * GIB,
                null,
                false,
                false,
                List.of("sda"));
    }
}
