package io.ullage.image.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.image.DiskImage;
import io.ullage.image.format.DiskImages;
import io.ullage.image.ledger.ByteLedger;
import io.ullage.image.ledger.LedgerCounter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Dead bytes of a qcow2 image as predicted, against what QEMU gives back when every free extent of the file system is discarded, as a
 * guest's fstrim would. What came back is counted twice: by the host's blocks, and in clusters by {@code qemu-img check}.
 */
@Tag("loop")
@Tag("qemu")
class Qcow2TrimIT {
    private static final long MIB = 1 << 20;

    @TempDir
    Path folder;

    @BeforeAll
    static void tools() {
        Tool.require("qemu-img", "qemu-io", "blkid", "mkfs.ext4", "mkfs.xfs");
    }

    @ParameterizedTest
    @CsvSource({
        "mkfs.ext4 -q -F -b 4096, cluster_size=65536",
        "mkfs.ext4 -q -F -b 1024, cluster_size=4096",
        "mkfs.xfs -q -f,          cluster_size=65536",
        "mkfs.ext4 -q -F -b 4096, 'cluster_size=131072,extended_l2=on'",
        "mkfs.ext4 -q -F -b 4096, cluster_size=2097152",
    })
    void dead_bytes_are_the_clusters_that_discards_return(String mkfs, String options) throws Exception {
        Path image = image(mkfs, options);
        long allocated = allocatedBytes(image);
        long clusters = clusters(image);
        ByteLedger ledger = ledger(image);

        discard(image, free(image));

        long returned = allocated - allocatedBytes(image);
        long clusterBytes = Tool.number(
                Tool.run("qemu-img", "info", "--output=json", image.toString()), "\"cluster-size\": (\\d+)");
        long returnedClusters = (clusters - clusters(image)) * clusterBytes;
        System.out.printf(
                Locale.ROOT,
                "| `%s`, `%s` | %,d | %,d | %,d | %,d |%n",
                mkfs,
                options,
                ledger.deadBytes(),
                returnedClusters,
                returned,
                ledger.strandedBytes());
        assertThat(ledger.totalBytes()).isEqualTo(640 * MIB);
        if (!options.contains("extended_l2")) {
            // with subclusters a cluster that is counted can be half empty
            assertThat(ledger.trimReturnsBytes()).isEqualTo(returnedClusters);
        }
        assertThat(ledger.trimReturnsBytes() - returned)
                .isBetween(-clusterBytes, Math.max(clusterBytes, returned / 100));
        assertThat(ledger(image).deadBytes()).isZero();
    }

    @Test
    void what_a_snapshot_holds_is_stranded_and_does_not_come_back() throws Exception {
        Path image = image("mkfs.ext4 -q -F -b 4096", "cluster_size=65536");
        long dead = ledger(image).deadBytes();
        Tool.run("qemu-img", "snapshot", "-c", "before", image.toString());
        long allocated = allocatedBytes(image);
        ByteLedger ledger = ledger(image);

        discard(image, free(image));

        assertThat(ledger.deadBytes()).isZero();
        assertThat(ledger.strandedBytes()).isGreaterThanOrEqualTo(dead);
        assertThat(allocated - allocatedBytes(image)).isLessThan(MIB);
    }

    /** A file system on which 100 MiB were written and deleted, as qcow2. */
    private Path image(String mkfs, String options) throws Exception {
        Path image = folder.resolve("image.qcow2");
        try (LoopDisk disk = LoopDisk.create(folder, "disk", 640 * MIB)) {
            disk.mkfs(mkfs);
            disk.mount();
            disk.fill("kept", 60, 40 * MIB, 1);
            List<Path> gone = disk.fill("gone", 80, 100 * MIB, 2);
            disk.fill("kept too", 20, 10 * MIB, 3);
            Tool.run("sync", "-f", disk.mountPoint().toString());
            for (Path file : gone) {
                Files.delete(file);
            }
            disk.unmount();
            Tool.run(
                    "qemu-img",
                    "convert",
                    "-f",
                    "raw",
                    "-O",
                    "qcow2",
                    "-o",
                    options,
                    disk.file().toString(),
                    image.toString());
            Files.delete(disk.file());
        }
        return image;
    }

    private static ByteLedger ledger(Path image) throws Exception {
        try (DiskImage disk = DiskImages.open(image)) {
            return LedgerCounter.count(disk.blockMap(), LiveMaps.read(disk.guest()));
        }
    }

    private static Map<Long, Long> free(Path image) throws Exception {
        try (DiskImage disk = DiskImages.open(image)) {
            return FreeList.of(LiveMaps.read(disk.guest()));
        }
    }

    private void discard(Path image, Map<Long, Long> extents) throws Exception {
        List<String> commands = new ArrayList<>();
        extents.forEach((start, length) -> commands.add("discard " + start + " " + length));
        commands.add("quit");
        Path script = Files.write(folder.resolve("discards"), commands);
        Path output = folder.resolve("discards.out");
        Process process = new ProcessBuilder("qemu-io", "-d", "unmap", "-f", "qcow2", image.toString())
                .redirectInput(script.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(output)).isZero();
    }

    private static long allocatedBytes(Path image) throws Exception {
        Tool.run("sync", image.toString());
        return 512 * Tool.number(Tool.run("stat", "-c", "%b", image.toString()), "^(\\d+)$");
    }

    private static long clusters(Path image) throws Exception {
        String check = Tool.run("qemu-img", "check", "--output=json", image.toString());
        return check.contains("\"allocated-clusters\"") ? Tool.number(check, "\"allocated-clusters\": (\\d+)") : 0;
    }
}
