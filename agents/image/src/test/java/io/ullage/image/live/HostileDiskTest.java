package io.ullage.image.live;

import static io.ullage.image.live.Fixtures.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.ullage.image.ByteSource;
import io.ullage.image.ExtentCursor;
import io.ullage.image.GuestState;
import io.ullage.image.content.ContentKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sound disks built by hand, and the same disks with one thing wrong: the fault is named, the rest stays readable, time stays bounded. */
class HostileDiskTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static DiskLiveMap read(MemoryDisk disk) {
        return assertTimeoutPreemptively(LIMIT, () -> {
            DiskLiveMap map = LiveMaps.read(disk);
            long position = 0;
            GuestState last = null;
            try (ExtentCursor<GuestState> extents = map.extents()) {
                while (extents.next()) {
                    assertThat(extents.start()).isEqualTo(position);
                    assertThat(extents.length()).isPositive();
                    assertThat(extents.state()).isNotEqualTo(last);
                    last = extents.state();
                    position += extents.length();
                }
            }
            assertThat(position).isEqualTo(disk.sizeBytes());
            long sum = 0;
            for (Region region : map.regions()) {
                assertThat(region.liveBytes() + region.freeBytes() + region.unseenBytes())
                        .isEqualTo(region.lengthBytes());
                sum += region.lengthBytes();
            }
            assertThat(sum).isEqualTo(disk.sizeBytes());
            return map;
        });
    }

    private static Region only(MemoryDisk disk) {
        List<Region> regions = read(disk).regions();
        assertThat(regions).hasSize(1);
        return regions.get(0);
    }

    private static void refused(MemoryDisk disk, ContentKind kind, String reason) {
        Region region = only(disk);
        assertThat(region.kind()).isEqualTo(kind);
        assertThat(region.unseenReason()).contains(reason);
        assertThat(region.unseenBytes()).isEqualTo(disk.sizeBytes());
    }

    // ---- ext4

    @Test
    void a_sound_ext4() throws IOException {
        DiskLiveMap map = read(Fixtures.ext4());

        assertThat(FreeList.of(map))
                .containsExactly(
                        entry(1000L * 4096, 128 * MIB - 1000L * 4096),
                        entry(128 * MIB + 1000L * 4096, 128 * MIB - 1000L * 4096));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0x04 | 65537      | ext4 s_blocks_count: must be from 2 to the 65536 blocks of its disk, was 65537",
                "0x04 | 0          | ext4 s_blocks_count: must be from 2 to the 65536 blocks of its disk, was 0",
                "0x18 | 7          | ext4 s_log_block_size: must be from 0 to 6, was 7",
                "0x20 | 0          | ext4 s_clusters_per_group: must be from 256 to 32768, was 0",
                "0x20 | 4294967295 | ext4 s_clusters_per_group: must be from 256 to 32768, was 4294967295",
                "0x60 | 1048642    | ext4 s_feature_incompat: must hold features known here only, was bit 0x100000",
                "0x60 | 3          | ext4 s_feature_incompat: must hold features known here only, was bit 0x1",
            })
    void an_ext4_superblock_that_breaks_a_rule(String field, long value, String reason) {
        refused(Fixtures.ext4().u32(Fixtures.EXT4_SUPERBLOCK + Long.decode(field), value), ContentKind.EXT4, reason);
    }

    @Test
    void a_bitmap_beyond_the_device_costs_its_group_alone() throws IOException {
        Region region = only(Fixtures.ext4().u32(Fixtures.EXT4_GDT, 70_000));

        assertThat(region.anomalies()).containsExactly("group 0: ext4 bg_block_bitmap: must be below 65536, was 70000");
        assertThat(region.unseenBytes()).isEqualTo(128 * MIB);
        assertThat(region.freeBytes()).isEqualTo(128 * MIB - 1000L * 4096);
    }

    @Test
    void more_groups_than_can_be_walked_are_refused() {
        MemoryDisk disk = new MemoryDisk(1L << 50);
        int sb = Fixtures.EXT4_SUPERBLOCK;
        disk.u16(sb + 0x38, 0xEF53)
                .u32(sb + 0x4, 0xFFFFFFFFL)
                .u32(sb + 0x20, 256)
                .u32(sb + 0x24, 256)
                .u32(sb + 0x14, 1);

        refused(disk, ContentKind.EXT4, "ext4 groups: are walked up to 8388608, was 16777216");
    }

    // ---- XFS

    @Test
    void a_sound_xfs() throws IOException {
        DiskLiveMap map = read(Fixtures.xfs());

        assertThat(map.regions().get(0).anomalies())
                .containsExactly("its log is on another device: it may hold newer free space than read here");
        assertThat(FreeList.of(map))
                .containsExactly(
                        entry(1000L * 4096, 100L * 4096),
                        entry(2000L * 4096, 200L * 4096),
                        entry(3000L * 4096, 300L * 4096),
                        entry(32 * MIB + 100 * 4096, 8000L * 4096));
    }

    @Test
    void leaves_that_point_at_each_other_end_at_the_first_record_that_does_not_ascend() {
        Region region = only(Fixtures.xfs().u32(Fixtures.XFS_LEAF_2 + 12, 4));

        assertThat(region.anomalies())
                .contains("group 0: XFS free extent: must lie after block 3300 and end by 8192, was 1000 + 100");
        assertThat(region.freeBytes()).isEqualTo((100 + 200 + 300 + 8000) * 4096L);
        assertThat(region.unseenBytes()).isEqualTo((8192 - 3300) * 4096L);
    }

    @Test
    void a_tree_that_is_damaged_costs_the_rest_of_its_group_alone() {
        int pointers = Fixtures.XFS_ROOT + 16 + (4096 - 16) / 12 * 8;
        damagedXfs(
                disk -> disk.u32(pointers, 8192), "XFS free-space tree: must point into its group of 8192, was 8192");
        damagedXfs(disk -> disk.u32(pointers, 1), "XFS bb_level: must be 0, was 1");
        damagedXfs(disk -> disk.u16(Fixtures.XFS_ROOT + 6, 0), "XFS bb_numrecs: must not be 0 above the leaves, was 0");
        damagedXfs(disk -> disk.u16(Fixtures.XFS_LEAF_1 + 6, 60_000), "XFS bb_numrecs: must be at most 510, was 60000");
        damagedXfs(disk -> disk.u32(512 + 28, 4_000_000), "XFS agf_levels: must be from 1 to 9, was 4000000");
        damagedXfs(disk -> disk.u32(512 + 12, 1), "XFS agf_length: must be 8192, was 1");
        damagedXfs(
                disk -> disk.u32(Fixtures.XFS_LEAF_1 + 20, 0xFFFFFFFFL),
                "XFS free extent: must lie after block 0 and end by 8192, was 1000 + 4294967295");
    }

    private static void damagedXfs(Consumer<MemoryDisk> damage, String anomaly) {
        MemoryDisk disk = Fixtures.xfs();
        damage.accept(disk);
        Region region = only(disk);
        assertThat(region.anomalies()).contains("group 0: " + anomaly);
        assertThat(region.unseenBytes()).isEqualTo(32 * MIB);
        assertThat(region.freeBytes()).isEqualTo(8000L * 4096);
    }

    @Test
    void a_count_of_free_blocks_that_is_not_what_the_tree_holds_is_told() {
        assertThat(only(Fixtures.xfs().u32(512 + 52, 650)).anomalies())
                .contains("group 0: agf_freeblks counts 50 free blocks more than its tree holds");
    }

    @Test
    void an_xfs_superblock_that_breaks_a_rule() {
        refused(
                Fixtures.xfs().u32(88, 4_000_000_000L),
                ContentKind.XFS,
                "XFS sb_agcount: must be from 1 to 1048576, was 4000000000");
        refused(Fixtures.xfs().u64(8, 16385), ContentKind.XFS, "XFS sb_dblocks: must be from 1 to 16384, was 16385");
        refused(Fixtures.xfs().u32(84, 1), ContentKind.XFS, "XFS sb_agblocks: must be from 64 to 2147483648, was 1");
    }

    // ---- NTFS

    @Test
    void a_sound_ntfs() throws IOException {
        DiskLiveMap map = read(Fixtures.ntfs());

        assertThat(map.regions().get(0).uuid()).contains("1122334455667788");
        assertThat(map.regions().get(0).anomalies()).isEmpty();
        assertThat(FreeList.of(map)).containsExactly(entry(100L * 4096, (16383 - 100) * 4096L));
    }

    @Test
    void an_ntfs_that_breaks_a_rule() {
        int data = Fixtures.NTFS_BITMAP_RECORD + 0x38;
        ContentKind kind = ContentKind.NTFS;
        refused(
                Fixtures.ntfs().u8(0x0D, 3),
                kind,
                "NTFS cluster bytes: must be a power of two from 512 to 2097152, was 1536");
        refused(Fixtures.ntfs().u64(0x30, 1L << 40), kind, "NTFS $MFT cluster: must be below 16383, was 1099511627776");
        refused(
                Fixtures.ntfs().u16(Fixtures.NTFS_BITMAP_RECORD + 1022, 8),
                kind,
                "NTFS record 6: must carry fixup 7 at its byte 1022, was 8");
        refused(Fixtures.ntfs().u32(data + 4, 0), kind, "NTFS attribute length: must fit its record, was 0");
        refused(
                Fixtures.ntfs().put(data + 0x40, (byte) 0x21, (byte) 1, (byte) 0xFF, (byte) 0x7F),
                kind,
                "NTFS run: must lie in the volume's 16383 clusters, was 32767 + 1");
        refused(Fixtures.ntfs().u8(data + 0x40, 0xFF), kind, "NTFS mapping pair: must have 1 to 8 bytes each, was 255");
        refused(Fixtures.ntfs().u8(data + 0x40, 0x00), kind, "NTFS $Bitmap size: must be at least 2048, was 0");
        refused(
                Fixtures.ntfs().u32(data, 0x20),
                kind,
                "NTFS $Bitmap: must have its runs in one record, was an attribute list");
    }

    // ---- LVM

    @Test
    void a_sound_physical_volume_whose_text_wraps_in_its_ring() throws IOException {
        DiskLiveMap map = read(Fixtures.lvm(Fixtures.LVM_TEXT));
        Region region = map.regions().get(0);

        assertThat(region.label()).contains("cellar");
        assertThat(region.uuid()).contains("PPPPPP-PPPP-PPPP-PPPP-PPPP-PPPP-PPPPPP");
        assertThat(region.inner())
                .extracting(Region.Volume::name)
                .containsExactly("cellar/root", "cellar/pool_tdata", "cellar/pool_tmeta");
        assertThat(FreeList.of(map))
                .containsExactly(
                        entry(MIB, 4 * MIB),
                        entry(21 * MIB, 12 * MIB),
                        entry(45 * MIB, 4 * MIB),
                        entry(53 * MIB, 8 * MIB));
        // root is seen through to nothing that is known; the thin pool is held by the volume manager
        assertThat(region.unseenBytes()).isEqualTo(16 * MIB);
        assertThat(region.liveBytes()).isEqualTo(MIB + 16 * MIB + MIB);
    }

    @Test
    void metadata_that_breaks_a_rule() throws IOException {
        ContentKind kind = ContentKind.LVM2_PV;
        refused(
                Fixtures.lvm(Fixtures.LVM_TEXT.replace("[\"pv0\", 8]", "[\"pv0\", 13]")),
                kind,
                "LVM segment of pool_tdata: must lie in the 15 extents of its disk, was 13 + 3");
        refused(
                Fixtures.lvm(Fixtures.LVM_TEXT.replace("[\"pv0\", 8]", "[\"pv0\", 4]")),
                kind,
                "LVM segments: must not overlap, was two at byte " + 17 * MIB);
        refused(
                Fixtures.lvm(Fixtures.LVM_TEXT.replace("pe_count = 15", "pe_count = 16")),
                kind,
                "LVM extents: must end by byte " + 62 * MIB + ", was " + 65 * MIB);
        refused(Fixtures.lvm("a {".repeat(1000)), kind, "LVM metadata: must nest at most 8 deep, was 9");
        refused(
                Fixtures.lvm("a = \"no end"),
                kind,
                "LVM metadata: must have a closing quote at character 11, was the end");
        refused(
                Fixtures.lvm("a = [ 1, 2"),
                kind,
                "LVM metadata: must have a number, a string or a list at character 10, was the end");
        assertThat(only(Fixtures.lvm(Fixtures.LVM_TEXT).u64(Fixtures.LVM_AREA + 48, 1L << 50))
                        .unseenReason())
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("LVM mda_header crc: must be "));
    }

    // ---- partition tables

    @Test
    void a_table_of_more_entries_than_any_is_refused() throws IOException {
        MemoryDisk disk = Fixtures.gpt(256 * MIB, 2048, 4095).u32(512 + 80, 0xFFFFFFFFL);
        Fixtures.sealGpt(disk);

        refused(disk, ContentKind.UNKNOWN, "GPT NumberOfPartitionEntries: must be from 1 to 4096, was 4294967295");
    }

    @Test
    void partitions_that_overlap_or_reach_over_the_end_leave_the_others_readable() throws IOException {
        MemoryDisk disk = Fixtures.gpt(
                256 * MIB, 2048, 6143, 4096, 8191, 10240, 12287, 500_000, 600_000, 700_000, 800_000, -5, 4);

        DiskLiveMap map = read(disk);

        assertThat(map.anomalies())
                .contains(
                        "partition 5: sectors 700000 to 800000 do not lie in the disk's 524288",
                        "partition 6: sectors -5 to 4 do not lie in the disk's 524288");
        assertThat(map.regions())
                .filteredOn(region -> region.unseenReason().isPresent())
                .extracting(Region::name, region -> region.unseenReason().orElseThrow())
                .containsExactly(
                        tuple("partition 1, partition 2", "overlap on the disk: partition 1, partition 2"),
                        tuple("partition 3", "no signature that is known here"),
                        tuple("partition 4, partition table", "overlap on the disk: partition 4, partition table"));
    }

    @Test
    void a_chain_of_extended_boot_records_that_comes_back_ends() {
        MemoryDisk disk = mbr(new MemoryDisk(256 * MIB));
        ebr(disk, 100_000, 63, 1000, 50_000);
        ebr(disk, 150_000, 63, 2000, 0);
        // and the second points back at the first
        disk.u8(150_000 * 512L + 446 + 16 + 4, 5)
                .u32(150_000 * 512L + 446 + 16 + 8, 0)
                .u32(150_000 * 512L + 446 + 16 + 12, 9);

        DiskLiveMap map = read(disk);

        assertThat(map.anomalies())
                .containsExactly("extended boot record at sector 100000: the chain comes back or is longer than 256");
        assertThat(map.regions())
                .extracting(Region::name)
                .containsExactly(
                        "partition table",
                        "gap",
                        "partition 1",
                        "gap",
                        "partition table",
                        "gap",
                        "partition 5",
                        "gap",
                        "partition table",
                        "gap",
                        "partition 6",
                        "gap");
    }

    @Test
    void a_boot_loader_before_the_first_partition_is_not_called_free() {
        MemoryDisk disk = mbr(new MemoryDisk(256 * MIB)).text(0, "boot code");

        Region bootLoader = read(disk).regions().get(1);

        assertThat(bootLoader.name()).isEqualTo("boot loader area");
        assertThat(bootLoader.unseenBytes()).isEqualTo(MIB - 512);
    }

    private static MemoryDisk mbr(MemoryDisk disk) {
        disk.u16(510, 0xAA55);
        disk.u8(446 + 4, 0x83).u32(446 + 8, 2048).u32(446 + 12, 50_000);
        return disk.u8(462 + 4, 0x0F).u32(462 + 8, 100_000).u32(462 + 12, 300_000);
    }

    private static void ebr(MemoryDisk disk, long sector, long relative, long count, long next) {
        long at = sector * 512;
        disk.u16(at + 510, 0xAA55)
                .u8(at + 446 + 4, 0x83)
                .u32(at + 446 + 8, relative)
                .u32(at + 446 + 12, count);
        if (next > 0) {
            disk.u8(at + 462 + 4, 5).u32(at + 462 + 8, next).u32(at + 462 + 12, 1000);
        }
    }

    // ---- a source that is closed under the reader

    /** Answers as often as it is told, then as a channel does whose reader was interrupted. */
    private record Interrupted(MemoryDisk disk, long reads) implements ByteSource {
        @Override
        public long sizeBytes() {
            return disk.sizeBytes();
        }

        @Override
        public void readFully(long position, ByteBuffer buffer) throws IOException {
            if (disk.reads() >= reads) {
                throw new ClosedByInterruptException();
            }
            disk.readFully(position, buffer);
        }

        @Override
        public void close() {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "ntfs", "lvm", "gpt"})
    void an_interrupt_is_not_taken_for_damage(String kind) throws IOException {
        MemoryDisk whole = sound(kind);
        LiveMaps.read(whole);
        for (long reads = 0; reads < whole.reads(); reads++) {
            Interrupted source = new Interrupted(sound(kind), reads);
            assertThatThrownBy(() -> LiveMaps.read(source)).isInstanceOf(ClosedByInterruptException.class);
        }
    }

    private static MemoryDisk sound(String kind) throws IOException {
        return switch (kind) {
            case "ext4" -> Fixtures.ext4();
            case "xfs" -> Fixtures.xfs();
            case "ntfs" -> Fixtures.ntfs();
            case "lvm" -> Fixtures.lvm(Fixtures.LVM_TEXT);
            case "gpt" -> Fixtures.gpt(256 * MIB, 2048, 4095, 10240, 12287);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    // ---- any damage at all

    @ParameterizedTest
    @CsvSource({"ext4", "xfs", "ntfs", "lvm", "gpt"})
    void any_bytes_damaged_in_any_way_still_make_a_whole_map(String kind) throws IOException {
        Random random = new Random(2026);
        for (int round = 0; round < 400; round++) {
            MemoryDisk disk =
                    switch (kind) {
                        case "ext4" -> Fixtures.ext4();
                        case "xfs" -> Fixtures.xfs();
                        case "ntfs" -> Fixtures.ntfs();
                        case "lvm" -> Fixtures.lvm(damaged(Fixtures.LVM_TEXT, random));
                        case "gpt" ->
                            Fixtures.gpt(
                                    256 * MIB,
                                    random.nextInt(),
                                    random.nextInt(),
                                    random.nextLong(),
                                    random.nextLong());
                        default -> throw new IllegalArgumentException(kind);
                    };
            long[] pages = disk.writtenPages();
            for (int i = 0; i < 1 + round % 4 && !kind.equals("lvm") && !kind.equals("gpt"); i++) {
                long page = pages[random.nextInt(pages.length)];
                disk.u8(page + random.nextInt(round % 2 == 0 ? 4096 : 256), random.nextInt(256));
            }
            read(disk);
            assertThat(disk.reads()).isLessThan(10_000);
        }
    }

    private static String damaged(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = 0; i < 3; i++) {
            damaged.setCharAt(random.nextInt(text.length()), (char) (32 + random.nextInt(95)));
        }
        return damaged.toString();
    }
}
