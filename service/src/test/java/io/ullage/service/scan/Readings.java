package io.ullage.service.scan;

import io.ullage.agent.Collected;
import io.ullage.agent.collect.CollectorResult;
import io.ullage.schema.ledger.LedgerBytes;
import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.AgentRole;
import io.ullage.schema.telemetry.Attachment;
import io.ullage.schema.telemetry.FileSystemReading;
import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.Provisioning;
import io.ullage.schema.telemetry.Reading;
import io.ullage.schema.telemetry.Report;
import io.ullage.schema.telemetry.SnapshotKind;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import io.ullage.schema.telemetry.VolumeUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Readings of one small machine, {@code host-1}, for tests. Figures in MiB. */
final class Readings {
    static final long MIB = 1L << 20;
    static final Instant TIME = Instant.parse("2026-11-22T12:00:00Z");
    static final String MACHINE = "4c4c4544-0051-3010-8057-b4c04f4b3232";

    private Readings() {}

    static Collected collected(Reading... readings) {
        return collected(Arrays.asList(readings), List.of());
    }

    static Collected collected(List<Reading> readings, List<CollectorResult> results) {
        List<Reading> guest = new ArrayList<>();
        List<Reading> host = new ArrayList<>();
        for (Reading reading : readings) {
            boolean ofGuest = reading instanceof GuestDiskReading || reading instanceof FileSystemReading;
            (ofGuest ? guest : host).add(reading);
        }
        return new Collected(
                List.of(
                        Report.whole(agent(AgentRole.GUEST), 0, TIME, guest),
                        Report.whole(agent(AgentRole.HOST), 0, TIME, host)),
                results);
    }

    private static AgentIdentity agent(AgentRole role) {
        return new AgentIdentity("host-1-" + role, role, "host-1", "host-1", MACHINE, "test");
    }

    /** Live, dead, stranded, zeroed, reserved, the rest ullage; exact. */
    static LedgerBytes ledger(long provisioned, long live, long dead, long stranded, long zeroed, long reserved) {
        long rest = provisioned - live - dead - stranded - zeroed - reserved;
        return new LedgerBytes(live * MIB, 0, dead * MIB, stranded * MIB, zeroed * MIB, reserved * MIB, rest * MIB, 0);
    }

    static VolumeReading volume(String path, String format, @Nullable Attachment attachment, LedgerBytes ledger) {
        return volume(path, format, attachment, ledger, ledger.totalBytes(), null, false);
    }

    static VolumeReading volume(
            String path,
            String format,
            @Nullable Attachment attachment,
            @Nullable LedgerBytes ledger,
            long provisionedBytes,
            @Nullable String parentVolumeId,
            boolean inUse) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        Long allocated =
                ledger == null ? null : Long.valueOf(provisionedBytes - ledger.ullageBytes() - ledger.claimedBytes());
        return new VolumeReading(
                "test",
                "host-1:" + path,
                name,
                format,
                Provisioning.THIN,
                VolumeUse.DISK,
                "host-1:/srv",
                path,
                attachment,
                parentVolumeId,
                provisionedBytes,
                allocated,
                null,
                null,
                null,
                null,
                null,
                null,
                65536L,
                inUse,
                ledger,
                List.of());
    }

    static SnapshotReading snapshot(String path, String name, @Nullable Long exclusiveBytes) {
        return new SnapshotReading(
                "test",
                "host-1:" + path + "@" + name,
                "host-1:" + path,
                "host-1:/srv",
                name,
                SnapshotKind.INTERNAL,
                TIME,
                100 * MIB,
                50 * MIB,
                exclusiveBytes,
                null);
    }

    static GuestDiskReading disk(
            String name,
            long sizeBytes,
            @Nullable String serial,
            @Nullable String backingFile,
            long liveBytes,
            long discardMaxBytes) {
        return new GuestDiskReading(
                "test",
                name,
                sizeBytes,
                serial,
                null,
                null,
                backingFile,
                liveBytes,
                sizeBytes - liveBytes,
                0L,
                discardMaxBytes == 0 ? 0L : 4096L,
                discardMaxBytes,
                false);
    }

    static FileSystemReading mounted(String mountPoint, String disk) {
        return new FileSystemReading(
                "test",
                disk + "1",
                "ext4",
                mountPoint,
                null,
                null,
                90 * MIB,
                40 * MIB,
                50 * MIB,
                null,
                false,
                false,
                List.of(disk));
    }
}
