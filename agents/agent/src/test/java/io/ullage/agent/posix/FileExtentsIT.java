package io.ullage.agent.posix;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.agent.Tools;
import io.ullage.agent.guest.LoopMount;
import io.ullage.image.BackingState;
import io.ullage.image.SparseProbe;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("loop")
class FileExtentsIT {
    private static final long MIB = 1 << 20;

    @TempDir
    Path directory;

    @BeforeAll
    static void tools() {
        Tools.needs("truncate", "dd", "fallocate", "stat", "cp", "mkfs.xfs", "sync");
    }

    private record Extent(long start, long end, BackingState state) {}

    @Test
    void holesDataAndPreallocationAreToldApart() throws Exception {
        Path file = directory.resolve("a");
        Tools.run("truncate", "-s", "10M", file.toString());
        Tools.run("dd", "if=/dev/urandom", "of=" + file, "bs=1M", "count=1", "seek=1", "conv=notrunc,fsync");
        Tools.run("fallocate", "-o", "4M", "-l", "2M", file.toString());
        assertThat(extents(file))
                .containsExactly(
                        new Extent(0, MIB, BackingState.UNMAPPED),
                        new Extent(MIB, 2 * MIB, BackingState.MAPPED),
                        new Extent(2 * MIB, 4 * MIB, BackingState.UNMAPPED),
                        new Extent(4 * MIB, 6 * MIB, BackingState.RESERVED),
                        new Extent(6 * MIB, 10 * MIB, BackingState.UNMAPPED));
    }

    @Test
    void dataThatIsNotWrittenBackYetIsNoReservation() throws Exception {
        Path file = directory.resolve("a");
        Tools.run("fallocate", "-l", "4M", file.toString());
        Tools.run("dd", "if=/dev/urandom", "of=" + file, "bs=1M", "count=1", "seek=1", "conv=notrunc");
        assertThat(extents(file))
                .containsExactly(
                        new Extent(0, MIB, BackingState.RESERVED),
                        new Extent(MIB, 2 * MIB, BackingState.MAPPED),
                        new Extent(2 * MIB, 4 * MIB, BackingState.RESERVED));
    }

    @Test
    void moreExtentsThanOneAnswerHolds() throws Exception {
        Path file = directory.resolve("a");
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < 3000; i++) {
                channel.write(ByteBuffer.wrap(new byte[4096]), i * 16384L);
            }
        }
        Tools.run("sync", file.toString());
        List<Extent> extents = extents(file);
        long mapped = extents.stream()
                .filter(extent -> extent.state() == BackingState.MAPPED)
                .mapToLong(extent -> extent.end() - extent.start())
                .sum();
        assertThat(mapped).isEqualTo(3000 * 4096);
        // st_blocks also counts what the file system needs to remember so many extents
        assertThat(Long.parseLong(Tools.run("stat", "-c", "%b", file.toString())) * 512)
                .isBetween(mapped, mapped + (1 << 20));
        assertThat(extents).hasSize(5999);
    }

    @Test
    void reflinkedBlocksAreShared() throws Exception {
        Tools.needsLoopDevices();
        Path image = directory.resolve("xfs.raw");
        Path mountPoint = directory.resolve("mnt");
        Tools.run("truncate", "-s", "400M", image.toString());
        Tools.run("mkfs.xfs", "-q", "-m", "reflink=1", image.toString());
        try (LoopMount mounted = LoopMount.mount(image, mountPoint, "rw")) {
            Path one = mountPoint.resolve("one");
            Tools.run("dd", "if=/dev/urandom", "of=" + one, "bs=1M", "count=4", "conv=fsync");
            Path two = mountPoint.resolve("two");
            Tools.run("cp", "--reflink=always", one.toString(), two.toString());
            Tools.run("dd", "if=/dev/urandom", "of=" + two, "bs=1M", "count=1", "conv=notrunc,fsync");
            assertThat(extents(two))
                    .containsExactly(
                            new Extent(0, MIB, BackingState.MAPPED), new Extent(MIB, 4 * MIB, BackingState.SHARED));
            assertThat(mounted.device()).startsWith("loop");
        }
    }

    @Test
    void withoutFiemapSeekingServes() throws Exception {
        Path file = Files.createTempFile(Path.of("/dev/shm"), "ullage", ".raw");
        try {
            Tools.run("truncate", "-s", "4M", file.toString());
            Tools.run("dd", "if=/dev/urandom", "of=" + file, "bs=1M", "count=1", "seek=1", "conv=notrunc");
            assertThat(extents(file))
                    .containsExactly(
                            new Extent(0, MIB, BackingState.UNMAPPED),
                            new Extent(MIB, 2 * MIB, BackingState.MAPPED),
                            new Extent(2 * MIB, 4 * MIB, BackingState.UNMAPPED));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void lookingAtAFileDoesNotMoveItsAccessTime() throws Exception {
        Path file = directory.resolve("a");
        Tools.run("dd", "if=/dev/urandom", "of=" + file, "bs=1M", "count=1", "conv=fsync");
        Tools.run("touch", "-a", "-d", "2020-01-01", file.toString());
        String before = Tools.run("stat", "-c", "%x %y %z", file.toString());
        extents(file);
        assertThat(Tools.run("stat", "-c", "%x %y %z", file.toString())).isEqualTo(before);
    }

    /** Neighbours of equal state joined. */
    private static List<Extent> extents(Path file) throws Exception {
        List<Extent> extents = new ArrayList<>();
        long size = Files.size(file);
        try (SparseProbe probe = FileExtents.open(file)) {
            for (long at = 0; at < size; at = probe.end()) {
                probe.locate(at);
                Extent last = extents.isEmpty() ? null : extents.get(extents.size() - 1);
                if (last != null && last.state() == probe.state()) {
                    extents.set(extents.size() - 1, new Extent(last.start(), probe.end(), last.state()));
                } else {
                    extents.add(new Extent(at, probe.end(), probe.state()));
                }
            }
        }
        return extents;
    }
}
