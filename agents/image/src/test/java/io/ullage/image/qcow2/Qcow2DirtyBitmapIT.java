package io.ullage.image.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.image.ChangeState;
import io.ullage.image.DirtyBitmap;
import io.ullage.image.DiskImage;
import io.ullage.image.ExtentCursor;
import io.ullage.image.format.DiskImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bits of a bitmap are those that QEMU's own NBD server exports. */
@Tag("qemu")
class Qcow2DirtyBitmapIT {
    @TempDir
    Path folder;

    private QemuTools qemu;

    @BeforeAll
    static void needs() {
        QemuTools.assumePresent();
        if (!Files.isExecutable(Path.of("/usr/bin/qemu-nbd"))) {
            Assumptions.abort("needs qemu-nbd, which is not installed (package qemu-utils)");
        }
    }

    @BeforeEach
    void tools() {
        qemu = new QemuTools(folder);
    }

    @ParameterizedTest
    @CsvSource({"100M, 64k, 64k", "1000000512, 512, 64k", "300M, 4k, 512", "70G, 64k, 4k", "5M, 2M, 2M", "64M, 1M, 4k"})
    void bitsAreThoseThatQemuSees(String size, String granularity, String clusterSize) throws Exception {
        qemu.run("qemu-img create -q -f qcow2 -o cluster_size=" + clusterSize + " a.qcow2 " + size);
        qemu.run("qemu-img bitmap --add -g " + granularity + " a.qcow2 b");
        qemu.write("a.qcow2", "write -P 1 0 5k", "write -P 1 1M 512", "write -P 2 2M 300k", "write -z 4000k 64k");
        if (!size.equals("5M")) {
            qemu.write("a.qcow2", "write -P 1 60M 3M", "discard 30M 1M");
        }
        assertThat(ours()).isNotEmpty().isEqualTo(dirtyByNbd());

        qemu.run("qemu-img bitmap --clear a.qcow2 b");
        assertThat(ours()).isEmpty();
        assertThat(dirtyByNbd()).isEmpty();
    }

    @Test
    void aWholeClusterOfSetBitsIsKeptAsOneEntry() throws Exception {
        // 4 KiB of bits stand for 2 MiB of the disk
        qemu.run("qemu-img create -q -f qcow2 -o cluster_size=4k a.qcow2 64M");
        qemu.run("qemu-img bitmap --add -g 512 a.qcow2 b");
        qemu.write("a.qcow2", "write -P 1 15M 35M", "write -P 1 63M 512");
        assertThat(ours()).isEqualTo(dirtyByNbd()).hasSize(2);
    }

    @Test
    void oneThatIsOpenDisabledOrDamagedIsNotUsable() throws Exception {
        qemu.run("qemu-img create -q -f qcow2 a.qcow2 64M");
        qemu.run("qemu-img bitmap --add a.qcow2 b");
        assertThat(reason()).isEmpty();
        // as it is while QEMU has the image open for writing: the flag stands in the file, the bits do not
        Process open = new ProcessBuilder("qemu-io", "-f", "qcow2", "a.qcow2")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (reason().isEmpty() && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(reason()).contains("it is in use");
        } finally {
            open.destroyForcibly().waitFor();
        }
        assertThat(reason()).contains("was not closed in order");

        qemu.run("qemu-img bitmap --remove a.qcow2 b");
        qemu.run("qemu-img bitmap --add --disable a.qcow2 b");
        assertThat(reason()).isEqualTo("it does not record");
    }

    private String reason() throws IOException {
        try (DiskImage image = DiskImages.open(folder.resolve("a.qcow2"))) {
            List<DirtyBitmap> bitmaps = image.dirtyBitmaps();
            return bitmaps.isEmpty() ? "" : bitmaps.get(0).unusableBecause().orElse("");
        }
    }

    private List<QemuTools.Mapped> ours() throws IOException {
        List<QemuTools.Mapped> dirty = new ArrayList<>();
        try (DiskImage image = DiskImages.open(folder.resolve("a.qcow2"));
                ExtentCursor<ChangeState> extents = image.dirtyBitmaps().get(0).extents()) {
            long end = 0;
            while (extents.next()) {
                assertThat(extents.start()).isEqualTo(end);
                end += extents.length();
                if (extents.state() == ChangeState.DIRTY) {
                    dirty.add(new QemuTools.Mapped(extents.start(), extents.length(), 0, false));
                }
            }
            assertThat(end).isEqualTo(image.provisionedBytes());
        }
        return dirty;
    }

    /** {@code qemu-img map} over NBD shows dirty ranges as having no data. */
    private List<QemuTools.Mapped> dirtyByNbd() throws Exception {
        Path socket = folder.resolve("nbd");
        Files.deleteIfExists(socket);
        Process server = new ProcessBuilder(
                        "qemu-nbd", "-t", "-r", "-f", "qcow2", "-B", "b", "-k", socket.toString(), "a.qcow2")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!Files.exists(socket) && System.nanoTime() < end) {
                server.waitFor(20, TimeUnit.MILLISECONDS);
            }
            String json = qemu.run("qemu-img map --output=json --image-opts driver=nbd,server.type=unix,server.path="
                    + socket + ",x-dirty-bitmap=qemu:dirty-bitmap:b");
            return QemuTools.parse(json).stream()
                    .filter(extent -> !extent.data())
                    .toList();
        } finally {
            server.destroy();
            server.waitFor();
        }
    }
}
