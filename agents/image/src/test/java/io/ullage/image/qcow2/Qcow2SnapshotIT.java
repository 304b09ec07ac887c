package io.ullage.image.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.image.DiskImage;
import io.ullage.image.ImageSnapshot;
import io.ullage.image.ImageTotals;
import io.ullage.image.format.DiskImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a snapshot is said to hold alone is what {@code qemu-img snapshot -d} frees. */
@Tag("qemu")
class Qcow2SnapshotIT {
    @TempDir
    Path folder;

    private QemuTools qemu;

    @BeforeAll
    static void needs() {
        QemuTools.assumePresent();
    }

    @BeforeEach
    void tools() {
        qemu = new QemuTools(folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cluster_size=64k",
                "cluster_size=4k",
                "cluster_size=512",
                "cluster_size=2M",
                "extended_l2=on",
                "compat=0.10",
                "lazy_refcounts=on"
            })
    void exclusiveBytesAreThoseThatDeletionFrees(String options) throws IOException {
        qemu.run("qemu-img create -q -f qcow2 -o " + options + " a.qcow2 1G");
        qemu.write("a.qcow2", "write -P 1 0 10M", "write -P 2 900M 64k");
        qemu.run("qemu-img snapshot -c first a.qcow2");
        qemu.write("a.qcow2", "write -P 3 1M 2M", "write -P 4 100M 3k");
        qemu.run("qemu-img snapshot -c second a.qcow2");
        qemu.run("qemu-img snapshot -c twin a.qcow2");
        qemu.write("a.qcow2", "write -P 5 2M 4M", "discard 0 1M", "write -P 6 100M 1k");
        qemu.run("qemu-img snapshot -c third a.qcow2");
        qemu.write("a.qcow2", "write -P 7 0 10M", "write -P 8 900M 64k", "write -P 8 100M 64k");
        assertDeletionFreesWhatWasSaid();
    }

    @Test
    void compressedClustersShareHostClusters() throws IOException {
        qemu.run("qemu-img create -q -f qcow2 plain.qcow2 100M");
        qemu.write("plain.qcow2", "write -P 1 0 20M", "write -P 2 50M 5M");
        qemu.run("qemu-img convert -c -O qcow2 plain.qcow2 a.qcow2");
        qemu.run("qemu-img snapshot -c first a.qcow2");
        qemu.write("a.qcow2", "write -P 3 1M 1M", "write -c -P 4 30M 64k", "write -c -P 5 31M 64k");
        qemu.run("qemu-img snapshot -c second a.qcow2");
        qemu.write("a.qcow2", "write -P 6 10M 1M", "write -P 6 50M 5M");
        assertDeletionFreesWhatWasSaid();
    }

    @Test
    void savedVmStateBelongsToItsSnapshot() throws IOException {
        qemu.run("qemu-img create -q -f qcow2 a.qcow2 200M");
        qemu.write("a.qcow2", "write -P 1 0 1M", "write -b -P 2 0 3M");
        qemu.run("qemu-img snapshot -c state a.qcow2");
        // qemu-img saves no state of its own: without this the disk would go on sharing what was written above.
        qemu.write("a.qcow2", "write -b -P 3 0 3M");
        try (DiskImage image = DiskImages.open(folder.resolve("a.qcow2"))) {
            assertThat(image.snapshots().get(0).exclusiveBytes().orElseThrow()).isGreaterThanOrEqualTo(3 << 20);
        }
        assertDeletionFreesWhatWasSaid();
    }

    @Test
    void namesTimesAndSizes() throws IOException {
        qemu.run("qemu-img create -q -f qcow2 a.qcow2 200M");
        qemu.run("qemu-img snapshot -c 'before the upgrade' a.qcow2");
        qemu.run("qemu-img resize -q a.qcow2 300M");
        String info = qemu.run("qemu-img info --output=json a.qcow2");
        try (DiskImage image = DiskImages.open(folder.resolve("a.qcow2"))) {
            ImageSnapshot snapshot = image.snapshots().get(0);
            assertThat(snapshot.name()).isEqualTo("before the upgrade");
            assertThat(snapshot.id()).isEqualTo(QemuTools.field(info, "id"));
            assertThat(snapshot.sizeBytes()).isEqualTo(200L << 20);
            assertThat(snapshot.created())
                    .isEqualTo(Instant.ofEpochSecond(
                            Long.parseLong(QemuTools.field(info, "date-sec")),
                            Long.parseLong(QemuTools.field(info, "date-nsec"))));
            assertThat(image.provisionedBytes()).isEqualTo(300L << 20);
        }
    }

    private void assertDeletionFreesWhatWasSaid() throws IOException {
        Path path = folder.resolve("a.qcow2");
        List<ImageSnapshot> snapshots;
        ImageTotals totals;
        try (DiskImage image = DiskImages.open(path)) {
            assertThat(QemuTools.map(image)).isEqualTo(qemu.map("a.qcow2"));
            snapshots = image.snapshots();
            totals = image.totals();
            assertThat(image.anomalies()).isEmpty();
        }
        long before = QemuTools.usedBytes(path);
        for (ImageSnapshot snapshot : snapshots) {
            Path copy = folder.resolve("copy.qcow2");
            Files.copy(path, copy);
            qemu.run("qemu-img snapshot -d " + snapshot.name() + " copy.qcow2");
            assertThat(snapshot.exclusiveBytes())
                    .as("exclusive bytes of snapshot %s", snapshot.name())
                    .hasValue(before - QemuTools.usedBytes(copy));
            assertThat(snapshot.referencedBytes().orElseThrow())
                    .isGreaterThanOrEqualTo(snapshot.exclusiveBytes().orElseThrow());
            Files.delete(copy);
        }
        for (ImageSnapshot snapshot : snapshots) {
            qemu.run("qemu-img snapshot -d " + snapshot.name() + " a.qcow2");
        }
        assertThat(totals.snapshotBytes()).hasValue(before - QemuTools.usedBytes(path));
    }
}
