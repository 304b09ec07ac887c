package io.ullage.image.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.image.FileByteSource;
import io.ullage.image.content.ContentKind;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every free extent against {@code xfs_db}, which walks the same trees and the free list beside them. */
@Tag("loop")
class XfsIT {
    private static final Pattern FREE = Pattern.compile("^ +(\\d+) +(\\d+) +(\\d+)$", Pattern.MULTILINE);

    @TempDir
    Path folder;

    @BeforeAll
    static void tools() {
        Tool.require("mkfs.xfs", "xfs_db", "blkid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-m crc=0,finobt=0,reflink=0",
                "-b size=1024",
                "-b size=1024 -m crc=0,finobt=0,reflink=0",
                "-d agcount=13",
                "-s size=4096",
                "-m rmapbt=1",
                "-b size=16384"
            })
    void free_extents_are_those_of_xfs_db(String options) throws Exception {
        try (LoopDisk disk = LoopDisk.create(folder, "disk", 1301L << 20)) {
            disk.mkfs(("mkfs.xfs -q -f -L cellar " + options).strip());
            boolean mountable = !options.contains("crc=0") && !options.contains("16384");
            if (mountable) {
                disk.mount();
                scatter(disk);
                disk.unmount();
            }
            Tool.run("sync", disk.file().toString());

            try (FileByteSource source = FileByteSource.open(disk.file())) {
                DiskLiveMap map = LiveMaps.read(source);
                Region region = map.regions().get(0);

                assertThat(region.kind()).isEqualTo(ContentKind.XFS);
                assertThat(region.label()).contains("cellar");
                assertThat(region.uuid())
                        .contains(Tool.run("blkid", "-p", "-o", "value", "-s", "UUID", disk.device())
                                .strip());
                assertThat(region.anomalies()).isEmpty();
                assertThat(without(fromXfsDb(disk), freeList(disk))).isEqualTo(FreeList.of(map));
                assertThat(FreeList.of(map).size()).isGreaterThan(mountable ? 100 : 1);
            }
        }
    }

    @Test
    void a_group_header_that_fails_its_checksum_costs_its_group_alone() throws Exception {
        try (LoopDisk disk = LoopDisk.create(folder, "disk", 1301L << 20)) {
            disk.mkfs("mkfs.xfs -q -f -d agsize=256m");
            Tool.run("sync", disk.file().toString());
            SortedMap<Long, Long> free = without(fromXfsDb(disk), freeList(disk));
            try (RandomAccessFile file = new RandomAccessFile(disk.file().toFile(), "rw")) {
                file.seek((256 << 20) + 512 + 100);
                file.write(0x10);
            }

            try (FileByteSource source = FileByteSource.open(disk.file())) {
                DiskLiveMap map = LiveMaps.read(source);
                Region region = map.regions().get(0);

                assertThat(region.anomalies()).singleElement().asString().startsWith("group 1: XFS agf_crc: must be ");
                assertThat(region.unseenBytes()).isEqualTo(256L << 20);
                free.subMap(256L << 20, 512L << 20).clear();
                assertThat(FreeList.of(map)).isEqualTo(free);
            }
        }
    }

    /** Files of 1 to 16 KiB of which every other one goes, so that the trees have several levels. */
    private static void scatter(LoopDisk disk) throws Exception {
        List<Path> files = disk.fill("small", 3000, 24 << 20, 7);
        Tool.run("sync", "-f", disk.mountPoint().toString());
        for (int i = 0; i < files.size(); i += 2) {
            Files.delete(files.get(i));
        }
    }

    private static SortedMap<Long, Long> fromXfsDb(LoopDisk disk) throws Exception {
        String file = disk.file().toString();
        String geometry = Tool.run("xfs_db", "-r", "-c", "sb 0", "-c", "p blocksize agblocks", file);
        long blockBytes = Tool.number(geometry, "blocksize = (\\d+)");
        long groupBlocks = Tool.number(geometry, "agblocks = (\\d+)");
        SortedMap<Long, Long> free = new TreeMap<>();
        Matcher matcher = FREE.matcher(Tool.run("xfs_db", "-r", "-c", "freesp -d", file));
        while (matcher.find()) {
            long block = Long.parseLong(matcher.group(1)) * groupBlocks + Long.parseLong(matcher.group(2));
            free.put(block * blockBytes, Long.parseLong(matcher.group(3)) * blockBytes);
        }
        return free;
    }

    /** Blocks of the free lists, by their byte. */
    private static List<Long> freeList(LoopDisk disk) throws Exception {
        String file = disk.file().toString();
        String geometry = Tool.run("xfs_db", "-r", "-c", "sb 0", "-c", "p blocksize agblocks agcount", file);
        long blockBytes = Tool.number(geometry, "blocksize = (\\d+)");
        long groupBlocks = Tool.number(geometry, "agblocks = (\\d+)");
        List<Long> blocks = new ArrayList<>();
        for (long group = 0; group < Tool.number(geometry, "agcount = (\\d+)"); group++) {
            String agf = Tool.run("xfs_db", "-r", "-c", "agf " + group, "-c", "p flfirst fllast flcount", file);
            String agfl = Tool.run("xfs_db", "-r", "-c", "agfl " + group, "-c", "p bno", file);
            long first = Tool.number(agf, "flfirst = (\\d+)");
            List<Long> ring = new ArrayList<>();
            Matcher entry = Pattern.compile("(\\d+):(\\d+|null)").matcher(agfl);
            while (entry.find()) {
                ring.add(entry.group(2).equals("null") ? null : Long.valueOf(entry.group(2)));
            }
            for (long i = 0; i < Tool.number(agf, "flcount = (\\d+)"); i++) {
                blocks.add((group * groupBlocks + ring.get((int) ((first + i) % ring.size()))) * blockBytes);
            }
        }
        return blocks;
    }

    private static SortedMap<Long, Long> without(SortedMap<Long, Long> free, List<Long> listed) {
        SortedMap<Long, Long> rest = new TreeMap<>();
        free.forEach((start, length) -> {
            if (!listed.contains(start)) {
                FreeList.add(rest, start, start + length);
            }
        });
        return rest;
    }
}
