package io.ullage.image.qcow2;

import static io.ullage.image.qcow2.Qcow2Builder.COPIED;
import static io.ullage.image.qcow2.Qcow2Builder.extents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.image.BackingState;
import io.ullage.image.DiskImage;
import io.ullage.image.ImageException;
import io.ullage.image.SparseProbe;
import io.ullage.image.format.DiskImages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Images that are built wrong, each in one way: an anomaly or a clear error, in bounded time. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class Qcow2HostileTest {
    /** 512-byte clusters: an L2 table has 64 entries and stands for 32 KiB. */
    private static final int BITS = 9;

    private static final int CLUSTER = 1 << BITS;

    @TempDir
    Path folder;

    @Test
    void tablesAndClustersInAnyOrder() throws IOException {
        Qcow2Builder image = new Qcow2Builder(BITS, 12, 96 << 10);
        image.l1(0, image.offset(10) | COPIED).l1(1, image.offset(4) | COPIED).l1(2, image.offset(7) | COPIED);
        image.l2(10, 0, image.offset(11) | COPIED).l2(10, 1, image.offset(5) | COPIED);
        image.l2(4, 63, image.offset(9) | COPIED).l2(7, 0, image.offset(6) | COPIED);
        try (DiskImage opened = open(image)) {
            assertThat(extents(opened.chain()))
                    .containsExactly(
                            "0+1024 MAPPED", "1024+64000 UNMAPPED", "65024+1024 MAPPED", "66048+32256 UNMAPPED");
            assertThat(opened.anomalies()).isEmpty();
        }
    }

    @Test
    void l2TableBehindTheEndIsAnAnomaly() throws IOException {
        Qcow2Builder image = new Qcow2Builder(BITS, 6, 32 << 10);
        assertUnmappedWith(image.l1(0, 1L << 40 | COPIED), "the L2 table must lie inside the file of 3072 bytes");
        assertUnmappedWith(image.l1(0, image.offset(4) | 1 | COPIED), "qcow2 L1 entry: reserved bits must be 0");
        Qcow2Builder larger = new Qcow2Builder(12, 6, 32 << 10);
        assertUnmappedWith(larger.l1(0, 4096 + 512 | COPIED), "qcow2 L1 entry.offset: must be a multiple");
    }

    @Test
    void l2EntriesThatLeadAstrayAreAnomalies() throws IOException {
        Qcow2Builder image = new Qcow2Builder(12, 6, 32 << 10);
        image.l1(0, image.offset(4) | COPIED);
        assertUnmappedWith(image.l2(4, 0, 4096 + 512), "qcow2 L2 entry.offset: must be a multiple of the cluster size");
        assertUnmappedWith(image.l2(4, 0, 1L << 50), "qcow2 L2 entry.offset: must lie inside the file");
        assertUnmappedWith(image.l2(4, 0, 1L << 62 | 1L << 40), "qcow2 L2 entry.offset: must lie inside the file");
    }

    @Test
    void reservedBitsOfAnL2EntryAreAnAnomalyAndTheClusterCounts() throws IOException {
        Qcow2Builder image = new Qcow2Builder(12, 6, 4096);
        image.l1(0, image.offset(4) | COPIED).l2(4, 0, image.offset(5) | COPIED | 1L << 60);
        try (DiskImage opened = open(image)) {
            assertThat(extents(opened.chain())).containsExactly("0+4096 MAPPED");
            assertThat(opened.anomalies())
                    .containsExactly(
                            "qcow2 L2 entry: reserved bits must be 0, was 0x9000000000005000" + " for guest offset 0");
        }
    }

    @Test
    void oneL2TableForAWholePetabyteIsRefusedSoon() throws IOException {
        // 2 MiB clusters: each L1 entry stands for 512 GiB and costs a read of 2 MiB.
        Path file = folder.resolve("a.qcow2");
        Qcow2Builder image = new Qcow2Builder(21, 5, 2048L << 39);
        for (int i = 0; i < 2048; i++) {
            image.l1(i, image.offset(4) | COPIED);
        }
        image.write(file);
        try (DiskImage opened = DiskImages.open(file)) {
            assertThatThrownBy(opened::totals)
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("its L2 tables must not overlap");
        }
    }

    @Test
    void anEmptyExbibyteIsWalkedAtOnce() throws IOException {
        Path file = new Qcow2Builder(21, 20, 1L << 60).write(folder.resolve("a.qcow2"));
        Files.write(file, new byte[16 << 20], StandardOpenOption.APPEND);
        try (DiskImage opened = DiskImages.open(file)) {
            assertThat(extents(opened.chain())).containsExactly("0+" + (1L << 60) + " UNMAPPED");
        }
    }

    @Test
    void aChainThatIsACycleIsRefused() throws IOException {
        backedBy("b.qcow2").write(folder.resolve("a.qcow2"));
        backedBy("c.qcow2").write(folder.resolve("b.qcow2"));
        backedBy("a.qcow2").write(folder.resolve("c.qcow2"));
        assertThatThrownBy(() -> DiskImages.open(folder.resolve("a.qcow2")).close())
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("backing chain: must not lead back to an image of its own");
    }

    @Test
    void anEndlessChainIsRefused() throws IOException {
        for (int i = 0; i <= DiskImages.MAX_CHAIN; i++) {
            backedBy(i + 1 + ".qcow2").write(folder.resolve(i + ".qcow2"));
        }
        assertThatThrownBy(() -> DiskImages.open(folder.resolve("0.qcow2")).close())
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("backing chain: must have at most 256 images, was 257");
    }

    @Test
    void aParentThatIsNotThereLeavesTheImageReadable() throws IOException {
        for (String name : new String[] {"gone.qcow2", "nbd://host/disk", "json:{}"}) {
            try (DiskImage opened = open(backedBy(name))) {
                assertThat(extents(opened.chain())).containsExactly("0+32768 BACKED");
                assertThat(opened.totals().backedBytes()).isEmpty();
                assertThat(opened.totals().writtenBytes()).isZero();
                assertThat(opened.anomalies())
                        .hasSize(1)
                        .allMatch(a -> a.startsWith("qcow2 header.backing_file: must be"));
                assertThatThrownBy(() -> opened.guest().readFully(0, ByteBuffer.allocate(1)))
                        .isInstanceOf(ImageException.class)
                        .hasMessageContaining(name);
            }
        }
    }

    @Test
    void refcountBlocksThatLeadAstrayOrInACircleEndTheCount() throws IOException {
        Qcow2Builder image = withSnapshot();
        image.longAt(image.offset(1), image.offset(1)).longAt(image.offset(1) + 8, 1L << 50);
        try (DiskImage opened = open(image)) {
            assertThat(opened.snapshots()).hasSize(1);
            assertThat(opened.totals().snapshotBytes()).hasValue(CLUSTER);
            assertThat(opened.anomalies()).anyMatch(a -> a.startsWith("qcow2 refcount table entry"));
        }
    }

    @Test
    void snapshotTablesThatOverlapAreRefused() throws IOException {
        Qcow2Builder image = withSnapshot();
        long table = image.offset(4);
        // Three snapshots that all claim the last three of eight clusters for their L1 tables.
        image.intAt(60, 3);
        for (int i = 0; i < 3; i++) {
            image.longAt(table + 40L * i, image.offset(5)).intAt(table + 40L * i + 8, 192);
        }
        assertThatThrownBy(() -> open(image).close())
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("qcow2 snapshot table: its L1 tables must not overlap");
    }

    @Test
    void compressedClusterThatIsNoStreamIsAClearError() throws IOException {
        Qcow2Builder image = new Qcow2Builder(12, 6, 4096);
        image.l1(0, image.offset(4) | COPIED)
                .l2(4, 0, 1L << 62 | image.offset(5))
                .longAt(image.offset(5), -1);
        try (DiskImage opened = open(image)) {
            assertThat(opened.totals().compressedStoredBytes()).isEqualTo(512);
            assertThatThrownBy(() -> opened.guest().readFully(0, ByteBuffer.allocate(1)))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("qcow2 compressed cluster");
        }
    }

    @Test
    void clustersThatAreHolesOrPreallocatedInTheFileAreToldByTheProbe() throws IOException {
        Qcow2Builder image = new Qcow2Builder(12, 9, 20 << 10);
        image.l1(0, image.offset(4) | COPIED);
        for (int i = 0; i < 4; i++) {
            image.l2(4, i, image.offset(5 + i) | COPIED);
        }
        BackingState[] states = {BackingState.MAPPED, BackingState.UNMAPPED, BackingState.RESERVED, BackingState.SHARED
        };
        Path file = image.write(folder.resolve("a.qcow2"));
        try (DiskImage opened = DiskImages.open(file, ignored -> new BlockProbe(image.offset(5), states))) {
            assertThat(extents(opened.blockMap().extents()))
                    .containsExactly(
                            "0+4096 MAPPED",
                            "4096+4096 UNMAPPED",
                            "8192+4096 RESERVED",
                            "12288+4096 SHARED",
                            "16384+4096 UNMAPPED");
            // By the format's own tables all four are data, as qemu-img map says.
            assertThat(extents(opened.chain())).containsExactly("0+16384 MAPPED", "16384+4096 UNMAPPED");
            assertThat(opened.totals().writtenBytes()).isEqualTo(16384);
        }
    }

    @Test
    void anImageThatGrowsUnderTheWalkIsNoAnomaly() throws IOException {
        Qcow2Builder image = new Qcow2Builder(12, 6, 8192);
        image.l1(0, image.offset(4) | COPIED).l2(4, 0, image.offset(5) | COPIED);
        Path file = image.write(folder.resolve("a.qcow2"));
        try (DiskImage opened = DiskImages.open(file);
                FileChannel writer = FileChannel.open(file, StandardOpenOption.WRITE)) {
            writer.write(ByteBuffer.allocate(4096), image.offset(6));
            writer.write(ByteBuffer.allocate(8).putLong(0, image.offset(6) | COPIED), image.offset(4) + 8);
            assertThat(extents(opened.chain())).containsExactly("0+8192 MAPPED");
            assertThat(opened.anomalies()).isEmpty();
        }
    }

    private static Qcow2Builder backedBy(String name) {
        Qcow2Builder image = new Qcow2Builder(BITS, 5, 32 << 10);
        return image.longAt(8, 200).intAt(16, name.length()).textAt(200, name);
    }

    private static Qcow2Builder withSnapshot() {
        Qcow2Builder image = new Qcow2Builder(BITS, 8, 32 << 10);
        long table = image.offset(4);
        return image.intAt(60, 1)
                .longAt(64, table)
                .longAt(table, image.offset(5))
                .intAt(table + 8, 1);
    }

    private DiskImage open(Qcow2Builder image) throws IOException {
        return DiskImages.open(image.write(folder.resolve("a.qcow2")));
    }

    private void assertUnmappedWith(Qcow2Builder image, String anomaly) throws IOException {
        try (DiskImage opened = open(image)) {
            assertThat(extents(opened.chain())).containsExactly("0+32768 UNMAPPED");
            assertThat(opened.anomalies()).anyMatch(found -> found.contains(anomaly));
        }
    }

    /** Everything is mapped up to an offset; from there on each block of 4 KiB has a state of its own. */
    private static final class BlockProbe implements SparseProbe {
        private final long from;
        private final BackingState[] states;
        private BackingState state = BackingState.MAPPED;
        private long end;

        BlockProbe(long from, BackingState[] states) {
            this.from = from;
            this.states = states;
        }

        @Override
        public void locate(long position) {
            state = position < from ? BackingState.MAPPED : states[(int) ((position - from) >> 12)];
            end = position < from ? from : (position >> 12) + 1 << 12;
        }

        @Override
        public BackingState state() {
            return state;
        }

        @Override
        public long end() {
            return end;
        }
    }
}
