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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Free space of every group against {@code dumpe2fs}, which reads the same bitmaps. */
@Tag("mkfs")
class Ext4IT {
    @TempDir
    Path folder;

    @BeforeAll
    static void tools() {
        Tool.require("mkfs.ext4", "dumpe2fs");
    }

    @ParameterizedTest(name = "{0} of {1} MiB")
    @CsvSource({
        "-b 4096, 600, EXT4",
        "-b 1024, 200, EXT4",
        "-b 2048, 300, EXT4",
        "-b 4096 -O bigalloc -C 65536, 600, EXT4",
        "-b 1024 -O bigalloc -C 16384, 300, EXT4",
        "-b 4096 -O ^64bit, 600, EXT4",
        "-b 4096 -O ^flex_bg, 600, EXT4",
        "-b 1024 -O ^metadata_csum -O uninit_bg, 200, EXT4",
        "-b 4096 -O ^metadata_csum -O ^uninit_bg, 600, EXT4",
        "-b 1024 -O meta_bg -O ^resize_inode, 900, EXT4",
        "-b 1024 -O meta_bg -O ^resize_inode -O ^flex_bg -O ^64bit, 900, EXT4",
        "-b 4096 -O metadata_csum_seed, 600, EXT4",
        "-b 4096 -O sparse_super2, 900, EXT4",
        "-b 4096 -O ^sparse_super -O ^resize_inode, 600, EXT4",
        "-b 4096 -g 1024 -O ^resize_inode, 300, EXT4",
        "-t ext3 -b 1024, 200, EXT3",
        "-t ext2 -b 4096, 200, EXT2",
    })
    void free_blocks_are_those_of_dumpe2fs(String options, int mebibytes, ContentKind kind) throws Exception {
        Path files = Files.createDirectories(folder.resolve("files/deep"));
        for (int i = 0; i < 40; i++) {
            Files.write(files.resolve("f" + i), new byte[i * 37_111 + 1]);
        }
        Path image = folder.resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) mebibytes << 20);
        }
        List<String> command = new ArrayList<>(List.of("mkfs.ext4", "-q", "-F", "-L", "cellar"));
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of("-d", folder.resolve("files").toString(), image.toString()));
        Tool.run(command.toArray(String[]::new));

        try (FileByteSource source = FileByteSource.open(image)) {
            DiskLiveMap map = LiveMaps.read(source);

            Region region = map.regions().get(0);
            assertThat(map.regions()).hasSize(1);
            assertThat(region.kind()).isEqualTo(kind);
            assertThat(region.label()).contains("cellar");
            assertThat(region.unseenReason()).isEmpty();
            assertThat(region.anomalies()).isEmpty();
            assertThat(region.unseenBytes()).isZero();
            assertThat(FreeList.of(map)).isEqualTo(FreeList.fromDumpe2fs(Tool.run("dumpe2fs", image.toString())));
            assertThat(region.liveBytes() + region.freeBytes()).isEqualTo(source.sizeBytes());
        }
    }

    @Test
    void a_bitmap_that_fails_its_checksum_costs_its_group_alone() throws Exception {
        Path image = LoopDisk.sparse(folder.resolve("image"), 600L << 20);
        Tool.run("mkfs.ext4", "-q", "-F", "-b", "4096", "-O", "^flex_bg", image.toString());
        String dump = Tool.run("dumpe2fs", image.toString());
        Matcher bitmap = Pattern.compile("^Group 0:.*?Block bitmap at (\\d+)", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(dump);
        assertThat(bitmap.find()).isTrue();
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.seek(Long.parseLong(bitmap.group(1)) * 4096 + 3000);
            file.write(0x10);
        }

        try (FileByteSource source = FileByteSource.open(image)) {
            DiskLiveMap map = LiveMaps.read(source);
            Region region = map.regions().get(0);

            assertThat(region.anomalies())
                    .singleElement()
                    .asString()
                    .startsWith("group 0: ext4 bg_block_bitmap_csum: must be ");
            assertThat(region.unseenBytes()).isEqualTo(128L << 20);
            SortedMap<Long, Long> free = FreeList.fromDumpe2fs(dump);
            free.headMap(128L << 20).clear();
            assertThat(FreeList.of(map)).isEqualTo(free);
        }
    }
}
