package io.ullage.agent.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.agent.blockdevice.BlockTopologyReader;
import io.ullage.agent.blockdevice.SysTree;
import io.ullage.agent.filesystem.FileSystemsReader.Counted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSystemsReaderTest {
    private static final long GIB = 1 << 30;

    @TempDir
    Path root;

    private SysTree tree;
    private final Map<String, Counted> statvfs = new HashMap<>();

    @BeforeEach
    void plant() throws IOException {
        tree = new SysTree(root);
        tree.disk("vda", "254:0", 10 * GIB).disk("vdb", "254:16", 20 * GIB);
    }

    @Test
    void aFileSystemCountsOnceHoweverOftenItIsMounted() throws Exception {
        mounts(
                "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard",
                "28 27 0:22 / /sys rw - sysfs sysfs rw",
                "30 27 254:0 /var/lib/x /srv/bind rw - ext4 /dev/vda rw,discard",
                "31 27 254:0 /etc/hosts /c/hosts ro - ext4 /dev/vda rw,discard",
                "32 27 254:16 / /data\\040set ro,relatime shared:1 master:2 - xfs /dev/vdb ro");
        statvfs.put("/", new Counted(9 * GIB, 4 * GIB, 3 * GIB, "254:0"));
        statvfs.put("/data set", new Counted(19 * GIB, GIB, GIB, "254:16"));
        tree.link("/dev/disk/by-uuid/1234-abcd", "../../vdb");

        FileSystems read = read();
        assertThat(read.problems()).isEmpty();
        assertThat(read.usages())
                .containsExactlyInAnyOrder(
                        new FileSystemUsage(
                                List.of("vda"),
                                "ext4",
                                "/",
                                null,
                                10 * GIB,
                                9 * GIB,
                                4 * GIB,
                                3 * GIB,
                                4 * GIB,
                                true,
                                false),
                        new FileSystemUsage(
                                List.of("vdb"),
                                "xfs",
                                "/data set",
                                "1234-abcd",
                                20 * GIB,
                                19 * GIB,
                                GIB,
                                GIB,
                                GIB,
                                false,
                                true));
    }

    @Test
    void aFileSystemHiddenBeneathAnotherIsReadElsewhereOrIsAProblem() throws Exception {
        mounts(
                "27 1 254:0 / /mnt rw - ext4 /dev/vda rw",
                "28 27 254:16 / /mnt rw - ext4 /dev/vdb rw",
                "29 1 254:0 / /elsewhere rw - ext4 /dev/vda rw");
        statvfs.put("/mnt", new Counted(19 * GIB, GIB, GIB, "254:16"));
        statvfs.put("/elsewhere", new Counted(9 * GIB, 2 * GIB, GIB, "254:0"));
        assertThat(read().usages()).extracting(FileSystemUsage::mountPoint).containsExactly("/elsewhere", "/mnt");

        mounts("27 1 254:0 / /mnt rw - ext4 /dev/vda rw", "28 27 254:16 / /mnt rw - ext4 /dev/vdb rw");
        assertThat(read().usages()).extracting(FileSystemUsage::devices).containsExactly(List.of("vdb"));
        assertThat(read().problems())
                .containsExactly("vda: every mount of it is hidden beneath another, the first at /mnt");
    }

    @Test
    void aBtrfsWithTwoCopiesOnTwoDisksFillsBoth() throws Exception {
        mounts(
                "27 1 0:44 /@home /home rw - btrfs /dev/vdb rw,discard=async",
                "28 1 0:44 /@ /mnt rw - btrfs /dev/vdb rw,discard=async");
        statvfs.put("/mnt", new Counted(15 * GIB, 10 * GIB, 9 * GIB, "0:45"));
        String volume = "/sys/fs/btrfs/6ca55fa1-36e9-46ed-b7cb-7ea9c63ac434";
        tree.file(volume + "/devices/vda/x", "").file(volume + "/devices/vdb/x", "");
        tree.file(volume + "/allocation/data/disk_used", Long.toString(8 * GIB))
                .file(volume + "/allocation/metadata/disk_used", Long.toString(GIB))
                .file(volume + "/allocation/system/disk_used", "32768");

        FileSystemUsage usage = read().usages().get(0);
        assertThat(usage.devices()).containsExactly("vda", "vdb");
        assertThat(usage.uuid()).isEqualTo("6ca55fa1-36e9-46ed-b7cb-7ea9c63ac434");
        assertThat(usage.deviceBytes()).isEqualTo(30 * GIB);
        assertThat(usage.freeBytes()).isEqualTo(10 * GIB);
        assertThat(usage.rawFreeBytes()).isEqualTo(30 * GIB - 9 * GIB - 32768);
        assertThat(usage.onlineDiscard()).isTrue();
    }

    @Test
    void oneThatCannotBeAskedCostsItselfAlone() throws Exception {
        mounts(
                "27 1 254:0 / /a rw - ext4 /dev/vda rw",
                "28 1 254:16 / /b rw - ext4 /dev/vdb rw",
                "29 1 254:16 / no dash here",
                "");
        statvfs.put("/b", new Counted(19 * GIB, GIB, GIB, "254:16"));
        FileSystems read = read();
        assertThat(read.usages()).hasSize(1);
        assertThat(read.problems()).hasSize(2).contains("/a: statvfs failed");
    }

    @Test
    void escapesAreOctalBytes() {
        assertThat(OctalEscapes.decode("/a\\040b\\011\\134\\303\\274")).isEqualTo("/a b\t\\ü");
        assertThat(OctalEscapes.decode("\\04")).isEqualTo("\\04");
        assertThat(OctalEscapes.decode("\\999")).isEqualTo("\\999");
    }

    @Test
    void deviceNumbersAreThoseOfGlibc() {
        assertThat(FileSystemsReader.deviceNumber(0xfe00)).isEqualTo("254:0");
        assertThat(FileSystemsReader.deviceNumber(0x811)).isEqualTo("8:17");
        assertThat(FileSystemsReader.deviceNumber((0x123L << 20) | (259 << 8) | 0x45))
                .isEqualTo("259:" + 0x12345);
    }

    private void mounts(String... lines) throws IOException {
        tree.file("/proc/self/mountinfo", String.join("\n", lines));
    }

    private FileSystems read() throws IOException {
        FileSystemsReader reader = new FileSystemsReader(tree.proc(), tree.sys(), tree.dev(), path -> {
            Counted counted = statvfs.get(path.toString());
            if (counted == null) {
                throw new IOException(path + ": statvfs failed");
            }
            return counted;
        });
        return reader.read(new BlockTopologyReader(tree.sys(), tree.dev()).read());
    }
}
