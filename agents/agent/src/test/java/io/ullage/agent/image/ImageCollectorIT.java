package io.ullage.agent.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.agent.Tools;
import io.ullage.agent.collect.Cycle;
import io.ullage.agent.collect.Outcome;
import io.ullage.agent.identity.HostIdentity;
import io.ullage.schema.telemetry.Attachment;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.Provisioning;
import io.ullage.schema.telemetry.Reading;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import io.ullage.schema.telemetry.VolumeUse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("qemu")
class ImageCollectorIT {
    private static final HostIdentity HOST = new HostIdentity("host-1", "host", null);

    @TempDir
    Path directory;

    @BeforeAll
    static void tools() {
        Tools.needs("qemu-img", "qemu-io", "stat", "truncate", "mkfs.ext4");
    }

    @Test
    void aSparseRawFileIsWhatStatAndQemuImgMapSay() throws Exception {
        Path raw = directory.resolve("a.raw");
        Tools.run("truncate", "-s", "64M", raw.toString());
        Tools.run("qemu-io", "-f", "raw", "-c", "write 1M 3M", "-c", "write 20M 4k", raw.toString());

        VolumeReading volume = volume(collect(), raw);
        assertThat(volume.format()).isEqualTo("raw");
        assertThat(volume.provisionedBytes()).isEqualTo(64 << 20);
        assertThat(volume.allocatedBytes()).isEqualTo(Qemu.allocatedBytes(raw));
        assertThat(volume.writtenBytes()).isEqualTo(Qemu.dataBytes(raw)).isEqualTo((3 << 20) + 4096);
        assertThat(volume.provisioning()).isEqualTo(Provisioning.THIN);
        assertThat(volume.inUse()).isFalse();
        assertThat(volume.ledger()).isNull();
    }

    @Test
    void preallocatedSpaceIsReserved() throws Exception {
        Path raw = directory.resolve("thick.img");
        Tools.run("qemu-img", "create", "-f", "raw", "-o", "preallocation=falloc", raw.toString(), "32M");
        Tools.run("qemu-io", "-f", "raw", "-c", "write 0 1M", raw.toString());
        Tools.run("sync", raw.toString());

        VolumeReading volume = volume(collect(), raw);
        assertThat(volume.provisioning()).isEqualTo(Provisioning.THICK);
        assertThat(volume.writtenBytes() + volume.reservedBytes()).isEqualTo(32 << 20);
        assertThat(volume.writtenBytes()).isEqualTo(Qemu.dataBytes(raw));
        assertThat(volume.allocatedBytes()).isEqualTo(Qemu.allocatedBytes(raw));
    }

    @Test
    void anOverlayNamesItsParentAndTheParentIsNoDisk() throws Exception {
        Path base = directory.resolve("base.qcow2");
        Path top = directory.resolve("top.qcow2");
        Tools.run("qemu-img", "create", "-f", "qcow2", base.toString(), "64M");
        Tools.run("qemu-io", "-c", "write 0 5M", base.toString());
        Tools.run("qemu-img", "create", "-f", "qcow2", "-b", base.toString(), "-F", "qcow2", top.toString());
        Tools.run("qemu-io", "-c", "write 4M 2M", top.toString());

        List<Reading> readings = collect();
        VolumeReading overlay = volume(readings, top);
        VolumeReading parent = volume(readings, base);
        assertThat(overlay.use()).isEqualTo(VolumeUse.DISK);
        assertThat(overlay.parentVolumeId()).isEqualTo(parent.volumeId());
        assertThat(overlay.writtenBytes()).isEqualTo(Qemu.dataBytes(top)).isEqualTo(2 << 20);
        assertThat(overlay.backedBytes()).isEqualTo(4 << 20);
        assertThat(parent.use()).isEqualTo(VolumeUse.BACKING);
        assertThat(parent.writtenBytes()).isEqualTo(Qemu.dataBytes(base));
        assertThat(parent.allocatedBytes()).isEqualTo(Qemu.allocatedBytes(base));
    }

    @Test
    void aParentElsewhereIsReportedToo(@TempDir Path elsewhere) throws Exception {
        Path base = elsewhere.resolve("golden.qcow2");
        Path top = directory.resolve("top.qcow2");
        Tools.run("qemu-img", "create", "-f", "qcow2", base.toString(), "16M");
        Tools.run("qemu-img", "create", "-f", "qcow2", "-b", base.toString(), "-F", "qcow2", top.toString());

        assertThat(volume(collect(), base).use()).isEqualTo(VolumeUse.BACKING);
    }

    @Test
    void internalSnapshotsTellWhatTheyHoldAlone() throws Exception {
        Path image = directory.resolve("snap.qcow2");
        Tools.run("qemu-img", "create", "-f", "qcow2", image.toString(), "64M");
        Tools.run("qemu-io", "-c", "write 0 4M", image.toString());
        Tools.run("qemu-img", "snapshot", "-c", "before", image.toString());
        Tools.run("qemu-io", "-c", "write 0 1M", image.toString());

        List<Reading> readings = collect();
        SnapshotReading snapshot = readings.stream()
                .filter(SnapshotReading.class::isInstance)
                .map(SnapshotReading.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(snapshot.name()).isEqualTo("before");
        assertThat(snapshot.volumeId()).isEqualTo(volume(readings, image).volumeId());
        // 1 MiB of old data, and at most a few clusters of tables
        assertThat(snapshot.exclusiveBytes()).isBetween(1L << 20, (1L << 20) + 5 * 65536);
    }

    @Test
    void aFileSystemInsideGivesALedgerThatSumsToTheSize() throws Exception {
        Path raw = directory.resolve("ext4.raw");
        Tools.run("truncate", "-s", "128M", raw.toString());
        Tools.run("mkfs.ext4", "-q", "-E", "nodiscard", raw.toString());

        VolumeReading volume = volume(collect(), raw);
        assertThat(volume.ledger()).isNotNull();
        assertThat(volume.ledger().totalBytes()).isEqualTo(128 << 20);
        assertThat(volume.ledger().liveBytes()).isPositive().isLessThanOrEqualTo(volume.allocatedBytes());
        assertThat(volume.ledger().unseenBytes()).isZero();
    }

    @Test
    void anImageThatAProcessHasOpenIsInUse() throws Exception {
        Path raw = directory.resolve("busy.raw");
        Tools.run("truncate", "-s", "1M", raw.toString());
        Process reader =
                new ProcessBuilder("sleep", "60").redirectInput(raw.toFile()).start();
        try {
            assertThat(volume(collect(), raw).inUse()).isTrue();
        } finally {
            reader.destroyForcibly().waitFor();
        }
        assertThat(volume(collect(), raw).inUse()).isFalse();
    }

    @Test
    void whatIsNoImageOrCannotBeReadCostsItselfAlone() throws Exception {
        Files.writeString(directory.resolve("notes.txt"), "no image");
        Files.write(directory.resolve("broken.qcow2"), new byte[] {'Q', 'F', 'I', (byte) 0xfb, 0, 0, 0, 3});
        Path vmdk = directory.resolve("other.vmdk");
        Tools.run("qemu-img", "create", "-f", "vmdk", vmdk.toString(), "16M");
        Path raw = directory.resolve("good.raw");
        Tools.run("truncate", "-s", "1M", raw.toString());
        Files.createSymbolicLink(directory.resolve("link.raw"), raw);

        Outcome.Readings outcome = (Outcome.Readings) collector().collect(Cycle.at(Instant.now()));
        assertThat(outcome.readings())
                .filteredOn(VolumeReading.class::isInstance)
                .hasSize(1);
        assertThat(outcome.problems())
                .hasSize(2)
                .anyMatch(problem -> problem.contains("broken.qcow2"))
                .anyMatch(problem -> problem.contains("other.vmdk") && problem.contains("vmdk"));
    }

    @Test
    void aNameThatNoReadingCanHoldCostsItselfAlone() throws Exception {
        Path blank = directory.resolve(" ");
        Tools.run("qemu-img", "create", "-f", "qcow2", blank.toString(), "1M");
        Path raw = directory.resolve("good.raw");
        Tools.run("truncate", "-s", "1M", raw.toString());
        Outcome.Readings outcome = (Outcome.Readings) collector().collect(Cycle.at(Instant.now()));
        assertThat(outcome.readings())
                .filteredOn(VolumeReading.class::isInstance)
                .hasSize(1);
        assertThat(outcome.problems()).singleElement().asString().contains("name: must not be empty");
    }

    @Test
    void theFileSystemBeneathIsThePool() throws Exception {
        Path raw = directory.resolve("a.raw");
        Tools.run("truncate", "-s", "1M", raw.toString());
        List<Reading> readings = collect();
        PoolReading pool = readings.stream()
                .filter(PoolReading.class::isInstance)
                .map(PoolReading.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(pool.poolId()).isEqualTo(volume(readings, raw).poolId());
        assertThat(pool.path()).isEqualTo(Tools.run("stat", "-c", "%m", raw.toString()));
        String[] statvfs =
                Tools.run("stat", "-f", "-c", "%S %b", raw.toString()).split(" ", -1);
        assertThat(pool.capacityBytes()).isEqualTo(Long.parseLong(statvfs[0]) * Long.parseLong(statvfs[1]));
    }

    @Test
    void anUnchangedImageIsAnsweredFromMemoryAndAChangedOneIsNot() throws Exception {
        Path raw = directory.resolve("a.raw");
        Tools.run("truncate", "-s", "8M", raw.toString());
        ImageCollector collector = collector();
        Instant later = Instant.now().plusSeconds(60);
        VolumeReading first = volume(readings(collector, later), raw);
        assertThat(first.writtenBytes()).isZero();

        Tools.run("qemu-io", "-f", "raw", "-c", "write 0 1M", raw.toString());
        assertThat(volume(readings(collector, later), raw).writtenBytes()).isEqualTo(1 << 20);
    }

    @Test
    void configurationSaysWhoseItIs() throws Exception {
        Path raw = directory.resolve("a.raw");
        Tools.run("truncate", "-s", "1M", raw.toString());
        Attachment attachment = new Attachment("11111111-2222-3333-4444-555555555555", "serial", null, null);
        ImageSearch search =
                new ImageSearch(List.of(directory), ImageSearch.NAMES, 8, 1000, List.of(), Map.of(raw, attachment));
        ImageCollector collector = new ImageCollector(search, HOST, Duration.ofMinutes(1));
        assertThat(volume(readings(collector, Instant.now()), raw).attachment()).isEqualTo(attachment);
    }

    private ImageCollector collector() {
        return new ImageCollector(ImageSearch.in(List.of(directory)), HOST, Duration.ofMinutes(1));
    }

    private List<Reading> collect() throws Exception {
        return readings(collector(), Instant.now());
    }

    private static List<Reading> readings(ImageCollector collector, Instant time) throws Exception {
        Outcome outcome = collector.collect(Cycle.at(time));
        assertThat(outcome).isInstanceOf(Outcome.Readings.class);
        assertThat(((Outcome.Readings) outcome).problems()).isEmpty();
        return ((Outcome.Readings) outcome).readings();
    }

    private static VolumeReading volume(List<Reading> readings, Path path) {
        return readings.stream()
                .filter(VolumeReading.class::isInstance)
                .map(VolumeReading.class::cast)
                .filter(volume -> path.toString().equals(volume.path()))
                .findFirst()
                .orElseThrow();
    }
}
