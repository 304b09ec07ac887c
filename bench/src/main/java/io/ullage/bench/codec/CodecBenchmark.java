package io.ullage.bench.codec;

import io.ullage.schema.codec.Decoded;
import io.ullage.schema.codec.MalformedMessageException;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.codec.WireFormat;
import io.ullage.schema.ledger.LedgerBytes;
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
import io.ullage.schema.telemetry.VolumeReading;
import io.ullage.schema.telemetry.VolumeUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reports per second on one core: a guest's (2 file systems, 2 disks) and a host's (1 pool, 100 volumes). */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx512m", "-XX:+UseSerialGC"})
public class CodecBenchmark {
    private static final long GIB = 1L << 30;

    @Param({"SMILE", "JSON"})
    public WireFormat format = WireFormat.SMILE;

    @Param({"GUEST", "HOST"})
    public AgentRole role = AgentRole.GUEST;

    private final TelemetryCodec codec = new TelemetryCodec();
    private Report report = report(AgentRole.GUEST);
    private byte[] message = new byte[0];

    /** Encodes the report once and says how large it is. */
    @Setup
    public void encodeOnce() {
        report = report(role);
        message = codec.encode(report, format);
        System.out.printf(
                "%n%s report as %s: %d readings, %d bytes%n",
                role, format, report.readings().size(), message.length);
    }

    @Benchmark
    public byte[] encode() {
        return codec.encode(report, format);
    }

    @Benchmark
    public Decoded decode() throws MalformedMessageException {
        return codec.decodeReport(message);
    }

    private static Report report(AgentRole role) {
        AgentIdentity agent = new AgentIdentity(
                "agent-7c1e", role, "host-7c1e", "app-17.example.net", "564d7c1e-90ab-4c2f-8d3e-112233445566", "0.1.0");
        List<Reading> readings = role == AgentRole.GUEST ? guest() : host();
        return Report.whole(agent, 4711, Instant.parse("2026-11-22T10:00:00.123Z"), readings);
    }

    private static List<Reading> guest() {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            String disk = "sd" + (char) ('a' + i);
            readings.add(new GuestDiskReading(
                    "sysfs",
                    disk,
                    32 * GIB,
                    "QM0000" + i,
                    null,
                    "pci-0000:00:05.0-scsi-0:0:0:" + i,
                    null,
                    5 * GIB,
                    27 * GIB - 4096,
                    4096L,
                    4096L,
                    2 * GIB,
                    false));
            readings.add(new FileSystemReading(
                    "statfs",
                    disk + "1",
                    "ext4",
                    i == 0 ? "/" : "/srv",
                    "3e6be9de-8139-4a1d-9106-a43f08d823a" + i,
                    32 * GIB - 4096,
                    31 * GIB,
                    5 * GIB,
                    26 * GIB,
                    24 * GIB,
                    false,
                    false,
                    List.of(disk)));
        }
        return readings;
    }

    private static List<Reading> host() {
        List<Reading> readings = new ArrayList<>();
        readings.add(new PoolReading(
                "statfs",
                "host-7c1e:/images",
                "/images",
                PoolKind.FILE_SYSTEM,
                "/images",
                4096 * GIB,
                1500 * GIB,
                2596 * GIB,
                null,
                null,
                null));
        for (int i = 0; i < 100; i++) {
            long live = 5 * GIB + i * 65_536L;
            LedgerBytes ledger =
                    new LedgerBytes(live, 0, 3 * GIB, GIB / 2, 0, 0, 32 * GIB - live - 3 * GIB - GIB / 2, 0);
            readings.add(new VolumeReading(
                    "qcow2",
                    "host-7c1e:/images/vm-" + i + ".qcow2",
                    "vm-" + i,
                    "qcow2",
                    Provisioning.THIN,
                    VolumeUse.DISK,
                    "host-7c1e:/images",
                    "/images/vm-" + i + ".qcow2",
                    new Attachment("564d7c1e-90ab-4c2f-8d3e-1122334455" + (i + 100), "QM0000" + i, null, null),
                    null,
                    32 * GIB,
                    9 * GIB,
                    8 * GIB + GIB / 2,
                    0L,
                    0L,
                    0L,
                    0L,
                    1_310_720L,
                    65_536L,
                    true,
                    ledger,
                    List.of()));
        }
        return readings;
    }
}
