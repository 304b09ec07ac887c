package io.ullage.agent.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.image.BackingState;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentScannerTest {
    private static Path directory;

    @BeforeContainer
    static void makeDirectory() throws IOException {
        directory = Files.createTempDirectory("content-scanner");
    }

    @AfterContainer
    static void deleteDirectory() throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    @Property(tries = 60)
    void aScanFindsWhatTheBytesSay(
            @ForAll long seed, @ForAll @IntRange(min = 9, max = 15) int chunkBits, @ForAll @IntRange(max = 4) int k)
            throws Exception {
        MemoryVolume volume = MemoryVolume.random(seed, 400);
        Path file = directory.resolve("full");
        ScanTotals totals = Scans.full(volume, 1 << chunkBits, k, file);

        Expected expected = Expected.of(volume, 1 << chunkBits, k);
        assertThat(Scans.chunks(file)).isEqualTo(expected.chunks);
        assertThat(totals.scannedBytes()).isEqualTo(expected.scannedBytes);
        assertThat(totals.zeroBytes()).isEqualTo(expected.zeroBytes);
        assertThat(totals.readBytes()).isEqualTo(expected.scannedBytes).isEqualTo(volume.readBytes);
        assertThat(volume.unmappedBytesRead).isZero();
    }

    @Property(tries = 80)
    void whatABitmapSpares(
            @ForAll long seed,
            @ForAll @IntRange(min = 9, max = 15) int chunkBits,
            @ForAll @IntRange(max = 6) int k,
            @ForAll @IntRange(min = 12, max = 17) int granularityBits)
            throws Exception {
        int chunkBytes = 1 << chunkBits;
        MemoryVolume volume = MemoryVolume.random(seed, 400);
        Path first = directory.resolve("first");
        Scans.full(volume, chunkBytes, k, first);
        volume.change(new Random(seed));

        Path again = directory.resolve("again");
        ScanTotals all = Scans.full(volume, chunkBytes, k, again);
        volume.readBytes = 0;
        Path incremental = directory.resolve("incremental");
        ScanTotals some;
        try (EarlierScan earlier = new EarlierScan(
                        first, volume.bitmap("b", 1 << granularityBits).extents(), chunkBytes);
                ScanWriter writer = ScanWriter.create(
                        incremental, Scans.header(chunkBytes, k, volume.bytes.length), totals -> {})) {
            Scans.scanner(chunkBytes, k, Scans.unlimited()).scan(volume, earlier, 0, writer);
            writer.finish();
            some = writer.totals();
        }
        assertThat(Scans.chunks(incremental)).isEqualTo(Scans.chunks(again));
        assertThat(Scans.result(some)).isEqualTo(Scans.result(all));
        assertThat(volume.readBytes).isEqualTo(some.readBytes()).isLessThanOrEqualTo(all.readBytes());
    }

    @Property(tries = 60)
    void anInterruptedScanGoesOnWhereItStopped(
            @ForAll long seed, @ForAll @IntRange(max = 3) int k, @ForAll @IntRange(max = 12) int takes)
            throws Exception {
        int chunkBytes = 8192;
        MemoryVolume volume = MemoryVolume.random(seed, 1500);
        Path whole = directory.resolve("whole");
        ScanTotals uninterrupted = Scans.full(volume, chunkBytes, k, whole);

        Path file = directory.resolve("interrupted");
        ScanTotals end = null;
        ScanHeader header = Scans.header(chunkBytes, k, volume.bytes.length);
        Random random = new Random(seed);
        for (int attempt = 0; end == null; attempt++) {
            int allowed = takes + attempt;
            long[] now = {0};
            int[] taken = {0};
            Throttle throttle = new Throttle(1, () -> now[0], nanos -> {
                if (taken[0]++ >= allowed) {
                    throw new InterruptedException("as the agent stops");
                }
                now[0] += nanos;
            });
            Optional<ScanProgress> progress = ScanProgress.read(file);
            try (ScanWriter writer = progress.isPresent()
                    ? ScanWriter.resume(file, progress.get(), totals -> {})
                    : ScanWriter.create(file, header, totals -> {})) {
                long from = progress.map(ScanProgress::position).orElse(0L);
                try {
                    Scans.scanner(chunkBytes, k, throttle).scan(volume, Remembered.NOTHING, from, writer);
                    writer.finish();
                    end = writer.totals();
                } catch (InterruptedException e) {
                    writer.flushIfWhole();
                }
            }
            if (end == null && random.nextBoolean()) {
                tear(file, random);
            }
        }
        assertThat(Scans.chunks(file)).isEqualTo(Scans.chunks(whole));
        assertThat(Scans.result(end)).isEqualTo(Scans.result(uninterrupted));
        assertThat(ScanProgress.read(file).orElseThrow().complete()).isTrue();
        Files.delete(file);
    }

    /** As a power failure might: the end is missing, or is not what was written. */
    private static void tear(Path file, Random random) throws IOException {
        try (RandomAccessFile torn = new RandomAccessFile(file.toFile(), "rw")) {
            long length = torn.length() - Math.min(torn.length(), random.nextInt(40));
            torn.setLength(length);
            if (random.nextBoolean() && length > 0) {
                torn.seek(length - 1);
                torn.write(random.nextInt(256));
            }
        }
    }

    @Test
    void aBitmapThatMissedAWriteIsFoundOut(@TempDir Path folder) throws Exception {
        MemoryVolume volume = new MemoryVolume(1 << 20);
        Arrays.fill(volume.states, BackingState.MAPPED);
        new Random(1).nextBytes(volume.bytes);
        Path first = folder.resolve("first");
        Scans.full(volume, 8192, 0, first);
        volume.bytes[500_000] ^= 1;
        assertThatThrownBy(() -> scanAgain(volume, first, folder))
                .isInstanceOf(StaleMemoryException.class)
                .hasMessageContaining(String.valueOf(500_000 / 8192 * 8192));
    }

    @Test
    void aZeroedChunkThatWasWrittenUnseenIsFoundOut(@TempDir Path folder) throws Exception {
        MemoryVolume volume = new MemoryVolume(1 << 20);
        Arrays.fill(volume.states, BackingState.MAPPED);
        Path first = folder.resolve("first");
        Scans.full(volume, 8192, 0, first);
        volume.bytes[700_000] = 1;
        assertThatThrownBy(() -> scanAgain(volume, first, folder)).isInstanceOf(StaleMemoryException.class);
    }

    private static void scanAgain(MemoryVolume volume, Path first, Path folder) throws Exception {
        try (EarlierScan earlier =
                        new EarlierScan(first, volume.bitmap("b", 64 << 10).extents(), 8192);
                ScanWriter writer = ScanWriter.create(
                        folder.resolve("again"), Scans.header(8192, 0, volume.bytes.length), totals -> {})) {
            Scans.scanner(8192, 0, Scans.unlimited()).scan(volume, earlier, 0, writer);
        }
    }

    /** The same by the shortest way, with the JDK's MAC. */
    private static final class Expected {
        private final Map<Long, Scans.Chunk> chunks = new TreeMap<>();
        private long scannedBytes;
        private long zeroBytes;

        static Expected of(MemoryVolume volume, int chunkBytes, int k) throws Exception {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Scans.KEY, "HmacSHA256"));
            Expected expected = new Expected();
            for (long chunk = 0; chunk * chunkBytes < volume.bytes.length; chunk++) {
                byte[] content = new byte[chunkBytes];
                int mapped = 0;
                for (int i = 0; i < chunkBytes; i++) {
                    long at = chunk * chunkBytes + i;
                    if (at < volume.bytes.length && volume.isOwnData((int) (at / MemoryVolume.CELL_BYTES))) {
                        content[i] = volume.bytes[(int) at];
                        mapped++;
                    }
                }
                boolean zero = Arrays.equals(content, new byte[chunkBytes]);
                long hash = ByteBuffer.wrap(mac.doFinal(content)).getLong();
                if (mapped > 0) {
                    expected.scannedBytes += mapped;
                    expected.zeroBytes += zero ? mapped : 0;
                    RunKind kind = mapped < chunkBytes ? RunKind.PARTIAL : zero ? RunKind.ZERO : RunKind.DATA;
                    boolean kept = !zero && hash % (1L << k) == 0;
                    int stored = mapped < chunkBytes ? mapped : 0;
                    expected.chunks.put(chunk, new Scans.Chunk(kind, kept ? new Sample(chunk, hash, stored) : null));
                }
            }
            return expected;
        }
    }
}
