package io.ullage.image.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.image.FileByteSource;
import io.ullage.image.content.ContentKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Free clusters against the {@code $Bitmap} that {@code ntfscat} reads, and against the count of {@code ntfsinfo}. */
@Tag("loop")
class NtfsIT {
    @TempDir
    Path folder;

    @BeforeAll
    static void tools() {
        Tool.require("mkntfs", "ntfsinfo", "ntfscat", "ntfs-3g", "blkid");
    }

    @ParameterizedTest
    @CsvSource({"4096, 300", "512, 100", "65536, 700", "1024, 500"})
    void free_clusters_are_those_of_the_bitmap(int clusterBytes, int mebibytes) throws Exception {
        try (LoopDisk disk = LoopDisk.create(folder, "disk", (long) mebibytes << 20)) {
            disk.mkfs("mkntfs -q -Q -F -L cellar -c " + clusterBytes);
            disk.mount();
            List<Path> files = disk.fill("small", 800, 20 << 20, 7);
            for (int i = 0; i < files.size(); i += 2) {
                Files.delete(files.get(i));
            }
            disk.unmount();
            String info = Tool.run("ntfsinfo", "-m", disk.file().toString());
            long clusters = Tool.number(info, "Volume Size in Clusters: (\\d+)");

            try (FileByteSource source = FileByteSource.open(disk.file())) {
                DiskLiveMap map = LiveMaps.read(source);
                Region region = map.regions().get(0);

                assertThat(region.kind()).isEqualTo(ContentKind.NTFS);
                assertThat(region.label()).contains("cellar");
                assertThat(region.uuid())
                        .contains(Tool.run("blkid", "-p", "-o", "value", "-s", "UUID", disk.device())
                                .strip());
                assertThat(region.unseenBytes()).isZero();
                assertThat(region.freeBytes()).isEqualTo(Tool.number(info, "Free Clusters: (\\d+)") * clusterBytes);
                assertThat(FreeList.of(map)).isEqualTo(fromBitmap(disk, clusters, clusterBytes));
                assertThat(FreeList.of(map).size()).isGreaterThan(100);
            }
        }
    }

    private static SortedMap<Long, Long> fromBitmap(LoopDisk disk, long clusters, long clusterBytes) throws Exception {
        byte[] bytes =
                Tool.run("ntfscat", "-f", "-i", "6", disk.file().toString()).getBytes(StandardCharsets.ISO_8859_1);
        BitSet held = BitSet.valueOf(bytes);
        SortedMap<Long, Long> free = new TreeMap<>();
        for (int start = held.nextClearBit(0); start < clusters; ) {
            int next = held.nextSetBit(start);
            long end = next < 0 ? clusters : Math.min(next, clusters);
            FreeList.add(free, start * clusterBytes, end * clusterBytes);
            start = held.nextClearBit((int) end);
        }
        return free;
    }
}
