package io.ullage.agent.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.agent.Samples;
import io.ullage.agent.blockdevice.BlockTopology;
import io.ullage.agent.blockdevice.BlockTopologyReader;
import io.ullage.agent.blockdevice.SysTree;
import io.ullage.agent.devicemapper.MapperTable;
import io.ullage.agent.filesystem.FileSystemUsage;
import io.ullage.agent.filesystem.FileSystems;
import io.ullage.agent.lvm.LvmInventory;
import io.ullage.agent.swap.SwapAreas;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskRollupTest {
    private static final long MIB = 1 << 20;
    private static final long GIB = 1 << 30;
    private static final long TABLE_TAIL = 33 * 512;
    private static final SwapAreas NO_SWAP = new SwapAreas(List.of(), List.of());

    @TempDir
    Path root;

    private SysTree tree;
    private MapperTable mapper = MapperTable.EMPTY;
    private LvmInventory lvm = LvmInventory.EMPTY;
    private SwapAreas swaps = NO_SWAP;

    @BeforeEach
    void plant() {
        tree = new SysTree(root);
    }

    @Test
    void aFileSystemOnTheBareDiskHoldsAllButItsFreeBlocks() throws Exception {
        tree.disk("vda", "254:0", 4 * GIB);
        assertThat(rollup("vda", mounted(4 * GIB, 3 * GIB, "vda"))).isEqualTo(new Use(GIB, 3 * GIB, 0));
    }

    @Test
    void whatNobodyKnowsIsUnseen() throws Exception {
        tree.disk("vdf", "254:80", 64 * MIB);
        assertThat(rollup("vdf")).isEqualTo(Use.unseen(64 * MIB));
    }

    @Test
    void gapsBetweenPartitionsAreFreeTheBootLoadersIsNot() throws Exception {
        tree.disk("sda", "8:0", 10 * GIB)
                .partition("sda", "sda1", "8:1", MIB, GIB)
                .partition("sda", "sda2", "8:2", 2 * GIB, GIB)
                .partition("sda", "sda3", "8:3", 3 * GIB, GIB);
        swaps = new SwapAreas(List.of(new SwapAreas.Area("/dev/sda2", true, GIB - 4096, 0)), List.of());

        Use use = rollup("sda", mounted(GIB, 300 * MIB, "sda1"));
        long free = 300 * MIB + (2 * GIB - MIB - GIB) + (10 * GIB - 4 * GIB - TABLE_TAIL);
        assertThat(use).isEqualTo(new Use(GIB - 300 * MIB + GIB + TABLE_TAIL, free, MIB + GIB));
        assertThat(use.totalBytes()).isEqualTo(10 * GIB);
    }

    @Test
    void anExtendedPartitionIsNotCountedTwice() throws Exception {
        tree.disk("sda", "8:0", 4 * GIB)
                .partition("sda", "sda1", "8:1", GIB, 2 * GIB)
                .partition("sda", "sda5", "8:5", GIB + MIB, GIB);
        assertThat(rollup("sda", mounted(GIB, 0, "sda5")).totalBytes()).isEqualTo(4 * GIB);
    }

    @Test
    void theCapturedThinPoolSumsToItsDisk() throws Exception {
        captured();
        Use use = rollup("vde");
        assertThat(use.totalBytes()).isEqualTo(5_368_709_120L);
        long pool = 4598L * 65536;
        long metadata = 64 * MIB;
        long spare = 64 * MIB;
        long snapshotStore = 128 * MIB;
        long lvmHead = MIB;
        assertThat(use.liveBytes()).isEqualTo(pool + metadata + spare + snapshotStore + lvmHead);
        assertThat(use.freeBytes()).isEqualTo(3_221_225_472L - pool + 1_337_982_976L + 3 * MIB);
        // the plain volume that nobody has mounted
        assertThat(use.unseenBytes()).isEqualTo(512 * MIB);
    }

    @Test
    void aFileSystemInALogicalVolumeIsSeenThroughIt() throws Exception {
        captured();
        Use use = rollup("vde", mounted(512 * MIB, 500 * MIB, "dm-6"));
        assertThat(use.unseenBytes()).isZero();
        assertThat(use.freeBytes()).isEqualTo(3_221_225_472L - 4598L * 65536 + 1_337_982_976L + 3 * MIB + 500 * MIB);
    }

    @Test
    void withoutTheDeviceMapperOnlyFreeExtentsAreKnown() throws Exception {
        captured();
        mapper = MapperTable.EMPTY;
        Use use = rollup("vde");
        assertThat(use.freeBytes()).isEqualTo(1_337_982_976L + 3 * MIB);
        assertThat(use.unseenBytes()).isEqualTo(use.totalBytes() - use.freeBytes() - MIB - 64 * MIB);
    }

    @Test
    void withoutLvmWhatNoVolumeCoversIsUnseen() throws Exception {
        captured();
        lvm = LvmInventory.EMPTY;
        assertThat(rollup("vde").totalBytes()).isEqualTo(5_368_709_120L);
    }

    @Test
    void aVolumeOverTwoDisksIsSplitByItsPieces() throws Exception {
        tree.disk("sda", "8:0", 3 * GIB)
                .disk("sdb", "8:16", GIB)
                .mapper("dm-0", "253:0", 4 * GIB, "vg-data", "sda", "sdb");
        mapper = MapperTable.parse(
                List.of("vg-data: 0 6291456 linear 8:0 0", "vg-data: 6291456 2097152 linear 8:16 0"), List.of());
        FileSystemUsage data = mounted(4 * GIB, 2 * GIB, "dm-0");
        assertThat(rollup("sda", data)).isEqualTo(new Use(3 * GIB / 2, 3 * GIB / 2, 0));
        assertThat(rollup("sdb", data)).isEqualTo(new Use(GIB / 2, GIB / 2, 0));
    }

    @Test
    void aBtrfsOverTwoDisksIsSplitBySize() throws Exception {
        tree.disk("sda", "8:0", 3 * GIB).disk("sdb", "8:16", GIB);
        FileSystemUsage data = mounted(4 * GIB, 2 * GIB, "sda", "sdb");
        assertThat(rollup("sda", data).freeBytes()).isEqualTo(3 * GIB / 2);
        assertThat(rollup("sdb", data).freeBytes()).isEqualTo(GIB / 2);
    }

    @Test
    void theHeaderOfAnEncryptedDiskIsLive() throws Exception {
        tree.disk("sda", "8:0", GIB).mapper("dm-0", "253:0", GIB - 16 * MIB, "secret", "sda");
        mapper = MapperTable.parse(
                List.of("secret: 0 " + (GIB - 16 * MIB) / 512 + " crypt aes-xts-plain64 0 0 8:0 32768"), List.of());
        assertThat(rollup("sda", mounted(GIB - 16 * MIB, 100 * MIB, "dm-0")))
                .isEqualTo(new Use(GIB - 100 * MIB, 100 * MIB, 0));
        assertThat(rollup("sda")).isEqualTo(new Use(16 * MIB, 0, GIB - 16 * MIB));
    }

    @Test
    void everyMirrorHoldsTheSame() throws Exception {
        for (String disk : List.of("sda", "sdb")) {
            tree.disk(disk, disk.equals("sda") ? "8:0" : "8:16", GIB);
        }
        tree.disk("md0", "9:0", GIB - 2 * MIB)
                .file("/sys/block/md0/md/raid_disks", "2")
                .file("/sys/block/md0/md/component_size", Long.toString((GIB - 2 * MIB) / 1024))
                .stacked("md0", "sda", "sdb");
        FileSystemUsage data = mounted(GIB - 2 * MIB, 100 * MIB, "md0");
        assertThat(rollup("sda", data)).isEqualTo(new Use(GIB - 100 * MIB, 100 * MIB, 0));
        assertThat(rollup("sdb", data)).isEqualTo(rollup("sda", data));
    }

    @Test
    void devicesThatHoldEachOtherEnd() throws Exception {
        tree.mapper("dm-0", "253:0", GIB, "a", "dm-1").mapper("dm-1", "253:1", GIB, "b", "dm-0");
        tree.disk("sda", "8:0", GIB).stacked("dm-0", "sda");
        mapper = MapperTable.parse(
                List.of("a: 0 2097152 linear 8:0 0", "a: 0 2097152 linear 253:1 0", "b: 0 2097152 linear 253:0 0"),
                List.of());
        assertThat(rollup("sda").totalBytes()).isEqualTo(GIB);
    }

    /** The devices of the captured table, as sysfs showed them; numbers are those in the table. */
    private void captured() throws Exception {
        tree.disk("vde", "254:64", 5_368_709_120L)
                .mapper("dm-0", "253:0", 64 * MIB, "vg0-pool0_tmeta", "vde")
                .mapper("dm-1", "253:1", 3072 * MIB, "vg0-pool0_tdata", "vde")
                .mapper("dm-2", "253:2", 3072 * MIB, "vg0-pool0-tpool", "dm-0", "dm-1")
                .mapper("dm-3", "253:3", 3072 * MIB, "vg0-pool0", "dm-2")
                .mapper("dm-4", "253:4", 10 * GIB, "vg0-vm1", "dm-2")
                .mapper("dm-5", "253:5", 20 * GIB, "vg0-vm2", "dm-2")
                .mapper("dm-7", "253:7", 512 * MIB, "vg0-thick-real", "vde")
                .mapper("dm-8", "253:8", 128 * MIB, "vg0-thicksnap-cow", "vde")
                .mapper("dm-6", "253:6", 512 * MIB, "vg0-thick", "dm-7")
                .mapper("dm-9", "253:9", 512 * MIB, "vg0-thicksnap", "dm-7", "dm-8");
        mapper = MapperTable.parse(
                Samples.lines("linux-lvmthin/dmsetup-table.txt"), Samples.lines("linux-lvmthin/dmsetup-status.txt"));
        // the captured pvs -o all leaves the name of the group out
        List<String> pvs = Samples.lines("linux-lvmthin/pvs.txt").stream()
                .map(line -> line.replace("\"pv_name\"", "\"vg_name\":\"vg0\", \"pv_name\""))
                .toList();
        lvm = LvmInventory.parse(Samples.lines("linux-lvmthin/lvs1.txt"), Samples.lines("linux-lvmthin/vgs.txt"), pvs);
    }

    private static FileSystemUsage mounted(long deviceBytes, long freeBytes, String... devices) {
        return new FileSystemUsage(
                Arrays.asList(devices),
                "ext4",
                "/mnt",
                null,
                deviceBytes,
                deviceBytes,
                freeBytes,
                freeBytes,
                freeBytes,
                false,
                false);
    }

    private Use rollup(String disk, FileSystemUsage... mounted) throws Exception {
        BlockTopology topology = new BlockTopologyReader(tree.sys(), tree.dev()).read();
        DiskRollup rollup =
                new DiskRollup(topology, new FileSystems(Arrays.asList(mounted), List.of()), swaps, mapper, lvm);
        return rollup.of(topology.byName(disk));
    }
}
