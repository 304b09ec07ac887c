package io.ullage.image.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.ullage.image.DiskImage;
import io.ullage.image.ImageException;
import io.ullage.image.ImageTotals;
import io.ullage.image.format.DiskImages;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The map of every variant equals what {@code qemu-img map} prints, and the guest's bytes those that {@code qemu-img convert} reads. */
@Tag("qemu")
class Qcow2MapIT {
    @TempDir
    Path folder;

    private QemuTools qemu;

    @BeforeAll
    static void needs() {
        QemuTools.assumePresent();
    }

    @BeforeEach
    void tools() {
        qemu = new QemuTools(folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cluster_size=64k",
                "cluster_size=512",
                "cluster_size=4k",
                "cluster_size=2M",
                "compat=0.10",
                "compat=0.10,cluster_size=4k",
                "lazy_refcounts=on",
                "refcount_bits=1",
                "refcount_bits=64",
                "extended_l2=on",
                "extended_l2=on,cluster_size=16k",
                "extended_l2=on,cluster_size=2M",
                "compression_type=zstd",
                "data_file=data.raw",
                "data_file=data.raw,data_file_raw=on"
            })
    void scatteredWritesZeroesAndDiscards(String options) throws IOException {
        qemu.run("qemu-img create -q -f qcow2 -o " + options + " a.qcow2 1000000000");
        boolean version2 = options.contains("0.10");
        qemu.write(
                "a.qcow2",
                "write -P 1 0 4096",
                "write -P 2 1M 3M",
                "write -P 3 100M 512",
                "write -P 4 500001k 9k",
                version2 ? "write -P 5 600M 1M" : "write -z 600M 1M",
                version2 ? "write -P 5 700M 1M" : "write -z -u 700M 1M",
                "write -P 6 2M 64k",
                "discard 3M 512k",
                "write -P 7 999995904 4096");
        assertSameAsQemu("a.qcow2");
    }

    @ParameterizedTest
    @CsvSource({"zlib,64k", "zstd,64k", "zlib,4k", "zlib,2M"})
    void compressedClusters(String type, String clusterSize) throws IOException {
        qemu.run("qemu-img create -q -f qcow2 plain.qcow2 300M");
        qemu.write("plain.qcow2", "write -P 1 0 10M", "write -P 2 77M 100k", "write -z 90M 1M", "write -P 9 299M 1M");
        qemu.run("qemu-img convert -c -O qcow2 -o compression_type=" + type + ",cluster_size=" + clusterSize
                + " plain.qcow2 a.qcow2");
        qemu.write("a.qcow2", "write -P 3 5M 64k");
        assertSameMap("a.qcow2");
        if (type.equals("zlib")) {
            assertSameGuest("a.qcow2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"65537", "512", "1073741825", "0", "4294967808"})
    void sizesThatEndInsideACluster(String size) throws IOException {
        qemu.run("qemu-img create -q -f qcow2 a.qcow2 " + size);
        if (!size.equals("0")) {
            qemu.write("a.qcow2", "write -P 1 0 512");
        }
        assertSameAsQemu("a.qcow2");
    }

    @Test
    void chainOfThree() throws IOException {
        qemu.run("qemu-img create -q -f qcow2 -o cluster_size=4k base.qcow2 100M");
        qemu.write("base.qcow2", "write -P 1 0 10M", "write -z 20M 5M", "write -P 2 95M 5M");
        qemu.run("qemu-img create -q -f qcow2 -b base.qcow2 -F qcow2 -o extended_l2=on middle.qcow2 200M");
        qemu.write("middle.qcow2", "write -P 3 2M 3k", "write -z 4M 1M", "write -P 4 150M 1M", "write -P 5 22M 70k");
        qemu.run("qemu-img create -q -f qcow2 -b middle.qcow2 -F qcow2 -o cluster_size=2M top.qcow2 300M");
        qemu.write("top.qcow2", "write -P 6 8M 1M", "write -z 150M 512k", "write -P 7 290M 4k");
        assertSameAsQemu("top.qcow2");
        assertSameAsQemu("middle.qcow2");
    }

    @Test
    void overlayOverACompressedRawAndShorterParent() throws IOException {
        qemu.run("qemu-img create -q -f qcow2 base.qcow2 70M");
        qemu.write("base.qcow2", "write -P 1 0 3M", "write -P 2 69M 1M");
        qemu.run("qemu-img convert -O raw -S 0 base.qcow2 base.raw");
        qemu.run("qemu-img create -q -f qcow2 -b base.raw -F raw a.qcow2 100M");
        qemu.write("a.qcow2", "write -P 3 1M 1M", "write -P 4 80M 1M");
        assertSameAsQemu("a.qcow2");
    }

    @ParameterizedTest
    @CsvSource({"metadata,64k", "metadata,2M", "falloc,64k", "full,64k"})
    void preallocatedClustersAreData(String preallocation, String clusterSize) throws IOException {
        qemu.run("qemu-img create -q -f qcow2 -o preallocation=" + preallocation + ",cluster_size=" + clusterSize
                + " a.qcow2 100M");
        qemu.write("a.qcow2", "write -P 1 0 10M", "write -z 50M 3M", "discard 70M 5M");
        assertSameMap("a.qcow2");
        assertReferencesAddUp("a.qcow2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"cluster_size=64k", "cluster_size=4k", "cluster_size=512", "cluster_size=2M", "compat=0.10"})
    void dataZerosAndMetadataAreAllThatIsReferenced(String options) throws IOException {
        qemu.run("qemu-img create -q -f qcow2 -o " + options + " a.qcow2 500M");
        qemu.write("a.qcow2", "write -P 1 0 10M", "write -P 1 333M 100k", "write -P 1 100M 1M");
        assertReferencesAddUp("a.qcow2");
    }

    @Test
    void bitmapsAreNamedAndTheirClustersCountAsMetadata() throws IOException {
        qemu.run("qemu-img create -q -f qcow2 a.qcow2 1G");
        qemu.run("qemu-img bitmap --add -g 32k a.qcow2 backup0");
        qemu.run("qemu-img bitmap --add -g 1M a.qcow2 weekly");
        qemu.run("qemu-img bitmap --disable a.qcow2 weekly");
        qemu.write("a.qcow2", "write -P 1 0 10M", "write -P 1 900M 1M");
        try (Qcow2Image ours = (Qcow2Image) DiskImages.open(folder.resolve("a.qcow2"))) {
            assertThat(ours.bitmaps())
                    .extracting(Qcow2Bitmap::name, Qcow2Bitmap::granularityBytes, Qcow2Bitmap::recording)
                    .containsExactly(tuple("backup0", 32L << 10, true), tuple("weekly", 1L << 20, false));
            assertThat(ours.bitmaps().get(0).storedBytes()).isPositive();
        }
        assertReferencesAddUp("a.qcow2");
    }

    /**
     * QEMU times its key derivation in ticks of processor time, and gives up where the kernel counted none: that is chance, so it is
     * asked again.
     */
    private void createEncrypted(String secret) throws IOException {
        String unmeasured = "Unable to get accurate CPU usage";
        for (int attempt = 0; attempt < 60; attempt++) {
            try {
                qemu.run("qemu-img create -q" + secret
                        + "-f qcow2 -o encrypt.format=luks,encrypt.key-secret=s,encrypt.iter-time=10 a.qcow2 100M");
                return;
            } catch (AssertionError e) {
                if (!String.valueOf(e.getMessage()).contains(unmeasured)) {
                    throw e;
                }
            }
        }
        Assumptions.abort("qemu-img cannot make a LUKS image here: " + unmeasured);
    }

    @Test
    void anEncryptedImageIsMappedAndItsContentUnseen() throws IOException {
        String secret = " --object secret,id=s,data=ullage ";
        String opened = " --image-opts driver=qcow2,file.filename=a.qcow2,encrypt.key-secret=s ";
        createEncrypted(secret);
        qemu.run("qemu-io" + secret + "-c 'write -P 1 5M 3M' -c 'write -z 20M 1M'" + opened);
        List<QemuTools.Mapped> expected = QemuTools.parse(qemu.run("qemu-img map --output=json" + secret + opened));
        try (DiskImage ours = DiskImages.open(folder.resolve("a.qcow2"))) {
            assertThat(QemuTools.map(ours)).isEqualTo(expected);
            assertThatThrownBy(() -> ours.guest().readFully(0, ByteBuffer.allocate(512)))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("crypt_method: must be none to read what the guest wrote, was luks");
        }
        assertReferencesAddUp("a.qcow2");
    }

    @Test
    void aZstdClusterIsNamedAsWhatCannotBeRead() throws IOException {
        qemu.run("qemu-img create -q -f qcow2 plain.qcow2 10M");
        qemu.write("plain.qcow2", "write -P 1 0 1M");
        qemu.run("qemu-img convert -c -O qcow2 -o compression_type=zstd plain.qcow2 a.qcow2");
        try (DiskImage ours = DiskImages.open(folder.resolve("a.qcow2"))) {
            assertThat(ours.totals().compressedBytes()).isEqualTo(1 << 20);
            assertThatThrownBy(() -> ours.guest().readFully(0, ByteBuffer.allocate(512)))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("compression_type: must be zlib to read a compressed cluster, was zstd");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vmdk", "vdi", "vhdx", "vpc", "qed", "parallels", "qcow"})
    void otherFormatsAreRefusedByName(String format) {
        qemu.run("qemu-img create -q -f " + format + " a.img 100M");
        assertThatThrownBy(() -> DiskImages.open(folder.resolve("a.img")).close())
                .isInstanceOf(ImageException.class)
                .hasMessageEndingWith("must be raw or qcow2, the formats that are read so far, was " + format);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anImageInUseIsReadWithoutItsLock() throws IOException, InterruptedException {
        qemu.run("qemu-img create -q -f qcow2 a.qcow2 1G");
        Process writer = new ProcessBuilder("qemu-io", "-f", "qcow2", "a.qcow2")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (Writer commands = new OutputStreamWriter(writer.getOutputStream(), StandardCharsets.US_ASCII)) {
            for (int i = 1; i <= 8; i++) {
                commands.write("write -P " + i + " " + 37 * i + "M 1M\nflush\n");
                commands.flush();
                awaitWritten((long) i << 20, writer);
            }
        } finally {
            writer.destroyForcibly();
        }
    }

    /** The writer holds QEMU's lock all the time; at some moment the file shows what it flushed, and never anything broken. */
    private void awaitWritten(long expected, Process writer) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plusSeconds(30);
        long written = -1;
        while (written != expected) {
            assertThat(Instant.now())
                    .as("written %d, wanted %d", written, expected)
                    .isBefore(deadline);
            assertThat(writer.waitFor(10, TimeUnit.MILLISECONDS))
                    .as("the writer has ended")
                    .isFalse();
            try (DiskImage ours = DiskImages.open(folder.resolve("a.qcow2"))) {
                written = ours.totals().writtenBytes();
                assertThat(ours.anomalies()).isEmpty();
            }
        }
    }

    /** Every cluster with a reference is one that we name; the images here have neither compressed nor partly written clusters. */
    private void assertReferencesAddUp(String image) throws IOException {
        try (DiskImage ours = DiskImages.open(folder.resolve(image))) {
            long unit = ours.blockMap().allocationUnitBytes();
            ImageTotals totals = ours.totals();
            long named = totals.metadataBytes() + totals.zeroBytes() + (totals.writtenBytes() + unit - 1) / unit * unit;
            assertThat(named).isEqualTo(QemuTools.referencedBytes(folder.resolve(image)));
            assertThat(totals.snapshotBytes()).hasValue(0);
        }
    }

    private void assertSameAsQemu(String image) throws IOException {
        assertSameMap(image);
        assertSameGuest(image);
    }

    private void assertSameMap(String image) throws IOException {
        List<QemuTools.Mapped> expected = qemu.map(image);
        try (DiskImage ours = DiskImages.open(folder.resolve(image))) {
            assertThat(QemuTools.map(ours)).isEqualTo(expected);
            assertThat(ours.anomalies()).isEmpty();
            assertThat(ours.provisionedBytes())
                    .isEqualTo(Long.parseLong(
                            QemuTools.field(qemu.run("qemu-img info --output=json " + image), "virtual-size")));
            assertThat(ours.totals().writtenBytes())
                    .isEqualTo(sum(expected.stream().filter(e -> e.data() && e.depth() == 0)));
            assertThat(ours.totals().backedBytes())
                    .hasValue(sum(expected.stream().filter(e -> e.data() && e.depth() > 0)));
        }
    }

    private void assertSameGuest(String image) throws IOException {
        qemu.run("qemu-img convert -O raw " + image + " guest.raw");
        try (DiskImage ours = DiskImages.open(folder.resolve(image));
                DiskImage expected = DiskImages.open(folder.resolve("guest.raw"))) {
            ByteBuffer a = ByteBuffer.allocate(1 << 20);
            ByteBuffer b = ByteBuffer.allocate(1 << 20);
            for (QemuTools.Mapped extent : QemuTools.map(ours)) {
                // Of unmapped ranges the first piece; of data all.
                long end = extent.data()
                        ? extent.start() + extent.length()
                        : extent.start() + Math.min(extent.length(), 1 << 20);
                for (long at = extent.start(); at < end; at += 1 << 20) {
                    int count = (int) Math.min(1 << 20, end - at);
                    ours.guest().readFully(at, a.clear().limit(count));
                    expected.guest().readFully(at, b.clear().limit(count));
                    assertThat(a.flip()).as("guest bytes at %d", at).isEqualTo(b.flip());
                }
            }
        }
        Files.delete(folder.resolve("guest.raw"));
    }

    private static long sum(Stream<QemuTools.Mapped> extents) {
        return extents.mapToLong(QemuTools.Mapped::length).sum();
    }
}
