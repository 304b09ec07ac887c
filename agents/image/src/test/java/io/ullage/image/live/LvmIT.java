package io.ullage.image.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.image.FileByteSource;
import io.ullage.image.content.ContentKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes laid out by LVM's own tools on loop devices; they need no device mapper, for nothing is activated. */
@Tag("loop")
class LvmIT {
    private static final long MIB = 1 << 20;
    private static final long EXTENT = 4 * MIB;

    @TempDir
    Path folder;

    @BeforeAll
    static void tools() {
        Tool.require("pvcreate", "vgcreate", "lvcreate", "lvextend", "lvs", "pvs", "mkfs.ext4", "dumpe2fs", "losetup");
    }

    /** Two physical volumes of one group, seen by LVM alone. */
    private static final class Group implements AutoCloseable {
        final LoopDisk first;
        final LoopDisk second;
        final String name = "cellar" + ProcessHandle.current().pid();

        Group(Path folder) throws Exception {
            first = LoopDisk.create(folder, "first", 400 * MIB + 4096 * 3);
            second = LoopDisk.create(folder, "second", 100 * MIB);
            lvm("pvcreate", "-q", first.device(), second.device());
            lvm("vgcreate", "-q", name, first.device(), second.device());
        }

        String lvm(String... words) throws Exception {
            String filter =
                    "devices { use_devicesfile=0 filter=[\"a|^" + first.device() + "$|\",\"a|^" + second.device()
                            + "$|\",\"r|.*|\"] } activation { udev_sync=0 udev_rules=0 } backup { backup=0 archive=0 }";
            String[] command = new String[words.length + 2];
            command[0] = words[0];
            command[1] = "--config";
            command[2] = filter;
            System.arraycopy(words, 1, command, 3, words.length - 1);
            String output = Tool.run(command);
            Tool.run("sync", first.file().toString(), second.file().toString());
            return output;
        }

        void create(String volume, String... options) throws Exception {
            String[] words = new String[options.length + 7];
            System.arraycopy(
                    new String[] {"lvcreate", "--driverloaded", "n", "-an", "-Zn", "-n", volume}, 0, words, 0, 7);
            System.arraycopy(options, 0, words, 7, options.length);
            lvm(words);
        }

        @Override
        public void close() throws Exception {
            first.close();
            second.close();
        }
    }

    @Test
    void file_systems_in_linear_volumes_are_seen_through_their_pieces() throws Exception {
        try (Group group = new Group(folder)) {
            String pv = group.first.device();
            group.create("root", "-Wn", "-L", "100M", group.name, pv);
            group.create("swap", "-Wn", "-L", "40M", group.name, pv);
            group.lvm("lvextend", "--driverloaded", "n", "-L", "+60M", group.name + "/root", pv);
            group.create("span", "-Wn", "-L", "260M", group.name, pv, group.second.device());
            SortedMap<Long, Long> inRoot = writeExt4Into(group, 160 * MIB);

            try (FileByteSource source = FileByteSource.open(group.first.file())) {
                DiskLiveMap map = LiveMaps.read(source);
                Region region = map.regions().get(0);

                assertThat(region.kind()).isEqualTo(ContentKind.LVM2_PV);
                assertThat(region.label()).contains(group.name);
                assertThat(region.uuid())
                        .contains(group.lvm("pvs", "--noheadings", "-o", "pv_uuid", pv)
                                .strip());
                assertThat(region.anomalies()).isEmpty();

                Region.Volume root = volume(region, group.name + "/root");
                assertThat(root.kind()).isEqualTo(ContentKind.EXT4);
                assertThat(root.lengthBytes()).isEqualTo(160 * MIB);
                assertThat(root.freeBytes())
                        .isEqualTo(inRoot.values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                        .isGreaterThan(100 * MIB);
                assertThat(volume(region, group.name + "/swap").unseenReason())
                        .contains("no signature that is known here");
                assertThat(volume(region, group.name + "/span").unseenReason())
                        .contains("lies on other physical volumes too");

                long outside = Long.parseLong(
                        group.lvm("pvs", "--noheadings", "--nosuffix", "--units", "b", "-o", "pv_free", pv)
                                .strip());
                assertThat(region.freeBytes()).isEqualTo(outside + root.freeBytes());
                assertThat(region.liveBytes() + region.freeBytes() + region.unseenBytes())
                        .isEqualTo(source.sizeBytes());
                assertThat(FreeList.of(map)).containsAllEntriesOf(freeOnDisk(group, inRoot));
            }
        }
    }

    private static Region.Volume volume(Region region, String name) {
        return region.inner().stream()
                .filter(volume -> volume.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among " + region.inner()));
    }

    /** As activation would: the bytes of a file system made elsewhere go where {@code lvs} says that the pieces lie. */
    private SortedMap<Long, Long> writeExt4Into(Group group, long bytes) throws Exception {
        Path content = Files.createDirectories(folder.resolve("content"));
        Files.write(content.resolve("a"), new byte[3_000_000]);
        Path image = LoopDisk.sparse(folder.resolve("root.ext4"), bytes);
        Tool.run("mkfs.ext4", "-q", "-F", "-d", content.toString(), image.toString());
        long at = 0;
        for (long[] piece : rootPieces(group)) {
            copy(image, at, group.first.file(), piece[0], piece[1]);
            at += piece[1];
        }
        assertThat(at).isEqualTo(bytes);
        return FreeList.fromDumpe2fs(Tool.run("dumpe2fs", image.toString()));
    }

    private static void copy(Path from, long fromByte, Path to, long toByte, long bytes) throws Exception {
        Tool.run(
                "dd",
                "if=" + from,
                "of=" + to,
                "bs=" + EXTENT,
                "iflag=skip_bytes,count_bytes",
                "oflag=seek_bytes",
                "skip=" + fromByte,
                "seek=" + toByte,
                "count=" + bytes,
                "conv=notrunc,sparse");
    }

    /** Start on the disk and length in bytes. */
    private static List<long[]> rootPieces(Group group) throws Exception {
        long start = Long.parseLong(
                group.lvm("pvs", "--noheadings", "--nosuffix", "--units", "b", "-o", "pe_start", group.first.device())
                        .strip());
        return group.lvm("lvs", "--noheadings", "-o", "seg_pe_ranges", "--sort", "seg_start", group.name + "/root")
                .lines()
                .filter(line -> line.contains(":"))
                .map(line -> line.strip().replaceFirst(".*:", "").split("-"))
                .map(range -> new long[] {
                    start + Long.parseLong(range[0]) * EXTENT,
                    (Long.parseLong(range[1]) - Long.parseLong(range[0]) + 1) * EXTENT
                })
                .toList();
    }

    /** Free extents of the file system that lie inside one piece and touch neither of its ends, by their place on the disk. */
    private static SortedMap<Long, Long> freeOnDisk(Group group, SortedMap<Long, Long> inRoot) throws Exception {
        SortedMap<Long, Long> onDisk = new TreeMap<>();
        long at = 0;
        for (long[] piece : rootPieces(group)) {
            for (var free : inRoot.entrySet()) {
                long from = free.getKey() - at;
                if (from > 0 && from + free.getValue() < piece[1]) {
                    onDisk.put(piece[0] + from, free.getValue());
                }
            }
            at += piece[1];
        }
        assertThat(onDisk).isNotEmpty();
        return onDisk;
    }
}
