package io.ullage.schema.codec;

import io.ullage.schema.alert.Alert;
import io.ullage.schema.alert.AlertEnd;
import io.ullage.schema.alert.AlertSeverity;
import io.ullage.schema.alert.AlertState;
import io.ullage.schema.alert.AlertValue;
import io.ullage.schema.forecast.Forecast;
import io.ullage.schema.forecast.ForecastSubject;
import io.ullage.schema.forecast.Verdict;
import io.ullage.schema.ledger.LedgerBytes;
import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.AgentRole;
import io.ullage.schema.telemetry.Attachment;
import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.telemetry.FileSystemReading;
import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.Inventory;
import io.ullage.schema.telemetry.PoolKind;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.Provisioning;
import io.ullage.schema.telemetry.Report;
import io.ullage.schema.telemetry.SnapshotKind;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import io.ullage.schema.telemetry.VolumeUse;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One of every message, every field of one reading of each kind filled. */
final class Messages {
    static final Instant TIME = Instant.parse("2026-11-22T10:00:00.123Z");

    private Messages() {}

    static Report report() {
        return Report.whole(
                new AgentIdentity("agent-1", AgentRole.HOST, "host-1", "kvm-a", "0f4e", "0.1.0"),
                17,
                TIME,
                List.of(fileSystem(), guestDisk(), volume(), snapshot(), pool()));
    }

    static FileSystemReading fileSystem() {
        return new FileSystemReading(
                "statfs", "sda1", "ext4", "/", "u-1", 1000L, 900, 400, 500, 450L, true, false, List.of("sda"));
    }

    static GuestDiskReading guestDisk() {
        return new GuestDiskReading(
                "sysfs", "sda", 100, "S1", "naa.5000", "pci-0000:00:03.0", "/img", 40L, 50L, 10L, 4096L, 0L, true);
    }

    static VolumeReading volume() {
        return new VolumeReading(
                "qcow2",
                "host-1:/images/a.qcow2",
                "a",
                "qcow2",
                Provisioning.THIN,
                VolumeUse.DISK,
                "host-1:/images",
                "/images/a.qcow2",
                new Attachment("0f4e", "S1", null, "virtio-0"),
                "parent",
                36,
                30L,
                20L,
                5L,
                2L,
                1L,
                3L,
                4L,
                65536L,
                true,
                new LedgerBytes(1, 2, 3, 4, 5, 6, 7, 8),
                List.of("refcount of cluster 7 is 0, was mapped"));
    }

    static SnapshotReading snapshot() {
        return new SnapshotReading(
                "qcow2", "s1", "v1", "p1", "before upgrade", SnapshotKind.INTERNAL, TIME, 100, 50L, 20L, 0L);
    }

    static PoolReading pool() {
        return new PoolReading("lvm", "p1", "vg0/thin", PoolKind.LVM_THIN, "/dev/vg0", 1L << 40, 5L, 6L, 7L, 8L, 1.75);
    }

    static Inventory inventory() {
        return new Inventory(1, "script", "0f4e", "web-1", "kvm", "shop", "4711", true, TIME, Map.of("env", "prod"));
    }

    static ContentSketch sketch() {
        return new ContentSketch(
                1,
                "d1",
                "v1",
                TIME,
                0,
                2,
                8192,
                13,
                1L << 30,
                4096,
                List.of(
                        new ContentSketch.Fingerprint(Long.MIN_VALUE, 3, 4000),
                        new ContentSketch.Fingerprint(8192, 1, null)));
    }

    static DeadLetter deadLetter() {
        return new DeadLetter(
                1, "ullage.reports", 3, 42, TIME, "part", "must be", "7", "part: must be, was 7", "AAE=", 2);
    }

    static Alert alert() {
        return new Alert(
                Alert.VERSION,
                "00f1a2b3c4d5e6f7",
                "PoolFull",
                AlertSeverity.CRITICAL,
                AlertState.RESOLVED,
                TIME,
                TIME.plusSeconds(60),
                AlertEnd.CLEARED,
                TIME.plusSeconds(60),
                2,
                "pool",
                List.of("pool-1"),
                0,
                Map.of("alertname", "PoolFull", "severity", "critical", "pool", "pool-1"),
                Map.of("summary", "pool-1 is 96.1 % full"),
                new AlertValue("usedRatio", "1", 0.95, 0.961, 0.97),
                "maintenance");
    }

    static Forecast forecast() {
        return new Forecast(
                Forecast.VERSION,
                ForecastSubject.POOL,
                "pool-1",
                "tank",
                TIME,
                TIME.plusSeconds(60),
                Verdict.FILLING,
                "5 more days of readings for what is used in 90 days",
                800,
                1000L,
                3000L,
                2000L,
                1000L,
                0.5,
                0.25,
                0.75,
                200L,
                400L,
                800L,
                86_400L,
                43_200,
                810L,
                820L,
                830L,
                840L,
                850L,
                860L);
    }
}
