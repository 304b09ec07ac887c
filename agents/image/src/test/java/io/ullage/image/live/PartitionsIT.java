package io.ullage.image.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ullage.image.FileByteSource;
import io.ullage.image.content.ContentKind;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Partition tables that {@code sgdisk} wrote, with file systems in them. */
@Tag("mkfs")
class PartitionsIT {
    private static final long MIB = 1 << 20;

    @TempDir
    Path folder;

    private Path image;

    @BeforeAll
    static void tools() {
        Tool.require("sgdisk", "mkfs.ext4", "dumpe2fs", "mkswap", "mkfs.xfs", "mkfs.btrfs");
    }

    private void lay(String... sgdisk) throws Exception {
        image = LoopDisk.sparse(folder.resolve("disk"), 1024 * MIB);
        String[] command = new String[sgdisk.length + 2];
        command[0] = "sgdisk";
        System.arraycopy(sgdisk, 0, command, 1, sgdisk.length);
        command[command.length - 1] = image.toString();
        Tool.run(command);
    }

    private DiskLiveMap read() throws Exception {
        try (FileByteSource source = FileByteSource.open(image)) {
            DiskLiveMap map = LiveMaps.read(source);
            assertThat(map.regions().stream().mapToLong(Region::lengthBytes).sum())
                    .isEqualTo(source.sizeBytes());
            return map;
        }
    }

    private void put(Path content, long atByte) throws Exception {
        Tool.run(
                "dd",
                "if=" + content,
                "of=" + image,
                "bs=64K",
                "oflag=seek_bytes",
                "seek=" + atByte,
                "conv=notrunc,sparse");
    }

    private Path made(String name, long bytes, String... mkfs) throws Exception {
        Path file = LoopDisk.sparse(folder.resolve(name), bytes);
        String[] command = Arrays.copyOf(mkfs, mkfs.length + 1);
        command[mkfs.length] = file.toString();
        Tool.run(command);
        return file;
    }

    private static final String[] FOUR = {
        "-o", "-n", "1:1M:+64M", "-n", "2:100M:+200M", "-c", "2:root of it", "-n", "3:400M:+64M", "-n", "4:500M:+300M"
    };

    private Path fourContents() throws Exception {
        Path ext4 = made("ext4", 200 * MIB, "mkfs.ext4", "-q", "-F");
        put(ext4, 100 * MIB);
        put(made("swap", 64 * MIB, "mkswap"), 400 * MIB);
        put(made("btrfs", 300 * MIB, "mkfs.btrfs", "-q"), 500 * MIB);
        return ext4;
    }

    @Test
    void a_gpt_with_gaps() throws Exception {
        lay(FOUR);
        Path ext4 = fourContents();

        List<Region> regions = read().regions();

        assertThat(regions)
                .extracting(Region::name, Region::startByte, Region::kind)
                .containsExactly(
                        tuple("partition table", 0L, ContentKind.PARTITION_TABLE),
                        tuple("gap", 34 * 512L, ContentKind.GAP),
                        tuple("partition 1", MIB, ContentKind.UNKNOWN),
                        tuple("gap", 65 * MIB, ContentKind.GAP),
                        tuple("partition 2", 100 * MIB, ContentKind.EXT4),
                        tuple("gap", 300 * MIB, ContentKind.GAP),
                        tuple("partition 3", 400 * MIB, ContentKind.SWAP),
                        tuple("gap", 464 * MIB, ContentKind.GAP),
                        tuple("partition 4", 500 * MIB, ContentKind.BTRFS),
                        tuple("gap", 800 * MIB, ContentKind.GAP),
                        tuple("partition table", 1024 * MIB - 33 * 512, ContentKind.PARTITION_TABLE));
        assertThat(regions.get(2).unseenReason()).contains("no signature that is known here");
        assertThat(regions.get(8).unseenReason()).contains("btrfs is not read");
        assertThat(regions.get(6).liveBytes()).isEqualTo(64 * MIB);
        assertThat(regions.get(4).freeBytes())
                .isEqualTo(FreeList.fromDumpe2fs(Tool.run("dumpe2fs", ext4.toString())).values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
    }

    @Test
    void a_gpt_whose_primary_is_damaged_is_read_from_its_backup() throws Exception {
        lay(FOUR);
        fourContents();
        List<Region> sound = read().regions();
        try (FileChannel channel = FileChannel.open(image, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 2 * 512 + 5);
        }

        DiskLiveMap map = read();

        assertThat(map.anomalies())
                .singleElement()
                .asString()
                .startsWith("primary GPT PartitionEntryArrayCRC32: must be ");
        assertThat(map.regions())
                .filteredOn(region -> region.name().startsWith("partition "))
                .filteredOn(region -> region.kind() != ContentKind.PARTITION_TABLE)
                .isEqualTo(sound.stream()
                        .filter(region -> region.name().startsWith("partition "))
                        .filter(region -> region.kind() != ContentKind.PARTITION_TABLE)
                        .toList());
    }

    @Test
    void an_mbr_has_the_same_partitions() throws Exception {
        lay(FOUR);
        fourContents();
        List<Region> gpt = read().regions();
        Tool.run("sgdisk", "--gpttombr=1:2:3:4", image.toString());

        List<Region> mbr = read().regions();

        assertThat(mbr.get(0).lengthBytes()).isEqualTo(512);
        assertThat(mbr)
                .filteredOn(region -> region.kind() == ContentKind.EXT4)
                .isEqualTo(gpt.stream()
                        .filter(region -> region.kind() == ContentKind.EXT4)
                        .toList());
        assertThat(mbr).extracting(Region::name).contains("partition 1", "partition 2", "partition 3", "partition 4");
    }
}
