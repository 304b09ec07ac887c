package io.ullage.agent.blockdevice;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.agent.Samples;
import io.ullage.agent.blockdevice.BlockDevice.Kind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockTopologyReaderTest {
    @TempDir
    Path root;

    private SysTree tree;

    @BeforeEach
    void plant() {
        tree = new SysTree(root);
    }

    @Test
    void readsACapturedGuest() throws Exception {
        tree.captured(Samples.lines("linux-lvmthin/sysqueue.txt"));
        for (String disk : List.of("sda", "vda", "vdb", "vdc", "vdd", "vde", "vdf")) {
            tree.file("/sys/block/" + disk + "/dev", disk.equals("sda") ? "8:0" : "254:" + (disk.charAt(2) - 'a') * 16);
        }
        // the capture holds printable characters only, so not the header of the page
        tree.bytes("/sys/block/sda/device/vpd_pg80", new byte[] {0, (byte) 0x80, 0, 5, 'l', 'a', 'b', 'q', '1'});
        tree.link("/dev/disk/by-path/pci-0000:00:03.0-scsi-0:0:0:0", "../../sda")
                .link("/dev/disk/by-path/virtio-pci-0000:00:04.0", "../../vdc")
                .link("/dev/disk/by-path/pci-0000:00:04.0", "../../vdc");

        BlockTopology topology = read();
        assertThat(topology.disks())
                .extracting(BlockDevice::name)
                .containsExactly("sda", "vda", "vdb", "vdc", "vdd", "vde", "vdf");
        BlockDevice scsi = topology.byNumber("8:0");
        assertThat(scsi.sizeBytes()).isEqualTo(4_294_967_296L);
        assertThat(scsi.serial()).isEqualTo("labq1");
        assertThat(scsi.wwn()).isEqualTo("5000c500a1b2c3d4");
        assertThat(scsi.busAddress()).isEqualTo("pci-0000:00:03.0-scsi-0:0:0:0");
        assertThat(scsi.discardGranularityBytes()).isEqualTo(4096);
        assertThat(scsi.discardMaxBytes()).isEqualTo(1_073_741_824L);
        assertThat(scsi.rotational()).isTrue();
        BlockDevice virtio = topology.byPath("/dev/vdc");
        assertThat(virtio.serial()).isEqualTo("labr1");
        assertThat(virtio.wwn()).isNull();
        assertThat(virtio.busAddress()).isEqualTo("pci-0000:00:04.0");
        assertThat(topology.byName("vda").busAddress()).isNull();
    }

    @Test
    void aFileSystemOnLvmOnAPartitionAndARaidLiesOnAllTheirDisks() throws Exception {
        tree.disk("sda", "8:0", 1000 << 20)
                .partition("sda", "sda1", "8:1", 1 << 20, 100 << 20)
                .disk("sdb", "8:16", 500 << 20)
                .disk("sdc", "8:32", 500 << 20)
                .disk("md0", "9:0", 499 << 20)
                .file("/sys/block/md0/md/raid_disks", "2")
                .file("/sys/block/md0/md/component_size", Integer.toString(499 << 10))
                .stacked("md0", "sdb", "sdc")
                .mapper("dm-0", "253:0", 200 << 20, "vg-root", "sda/sda1", "md0");
        BlockTopology topology = read();
        BlockDevice root = topology.byPath("/dev/mapper/vg-root");
        assertThat(root.kind()).isEqualTo(Kind.MAPPER);
        assertThat(topology.disksBeneath(root)).containsExactly("sda", "sdb", "sdc");
        assertThat(topology.disks()).extracting(BlockDevice::name).containsExactly("sda", "sdb", "sdc");
        assertThat(topology.byName("md0").raidComponentBytes()).isEqualTo(499L << 20);
        assertThat(topology.byName("sda1").startBytes()).isEqualTo(1 << 20);
    }

    @Test
    void loopsWithoutAFileAndMemoryAreNoDisks() throws Exception {
        tree.disk("loop0", "7:0", 0)
                .disk("loop1", "7:1", 1 << 20)
                .file("/sys/block/loop1/loop/backing_file", "/images/a b.raw (deleted)")
                .disk("zram0", "253:0", 1 << 20)
                .disk("sr0", "11:0", 1 << 20);
        assertThat(read().disks()).extracting(BlockDevice::name).containsExactly("loop1");
        assertThat(read().byName("loop1").backingFile()).isEqualTo("/images/a b.raw");
    }

    @Test
    void anNvmeDiskHasItsNameFromItsNamespace() throws Exception {
        tree.disk("nvme0n1", "259:0", 1 << 30)
                .file("/sys/block/nvme0n1/wwid", "eui.0025385B71B00A2C")
                .file("/sys/block/nvme0n1/device/serial", "S4EWNX0R   ");
        assertThat(read().byName("nvme0n1"))
                .matches(disk -> "0025385b71b00a2c".equals(disk.wwn()) && "S4EWNX0R".equals(disk.serial()));
    }

    @Test
    void aVendorsTextIsNoWorldWideName() {
        assertThat(BlockTopologyReader.worldWideName("t10.ATA     QEMU HARDDISK"))
                .isNull();
        assertThat(BlockTopologyReader.worldWideName("nvme.8086-4256-494e-00000001"))
                .isNull();
        assertThat(BlockTopologyReader.worldWideName("naa.")).isNull();
        assertThat(BlockTopologyReader.worldWideName("uuid.AB-cd")).isEqualTo("ab-cd");
    }

    @Test
    void aBrokenSerialPageHasNoSerial() {
        assertThat(BlockTopologyReader.unitSerial(null)).isNull();
        assertThat(BlockTopologyReader.unitSerial(new byte[] {0, (byte) 0x83, 0, 1, 'a'}))
                .isNull();
        assertThat(BlockTopologyReader.unitSerial(new byte[] {0, (byte) 0x80, 0, 3, ' ', 0, ' '}))
                .isNull();
        assertThat(BlockTopologyReader.unitSerial(new byte[] {0, (byte) 0x80, 0x7f, 0, 'a', 'b'}))
                .isEqualTo("ab");
    }

    @Test
    void aDeviceThatGoesAwayWhileItIsReadIsLeftOut() throws Exception {
        tree.disk("sda", "8:0", 1 << 20).file("/sys/block/sdb/dev", "8:16");
        assertThat(read().disks()).extracting(BlockDevice::name).containsExactly("sda");
    }

    private BlockTopology read() throws Exception {
        return new BlockTopologyReader(tree.sys(), tree.dev()).read();
    }
}
