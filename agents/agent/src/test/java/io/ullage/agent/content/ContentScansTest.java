package io.ullage.agent.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.ullage.agent.identity.HostIdentity;
import io.ullage.agent.image.ImageSearch;
import io.ullage.agent.image.WatchedImages;
import io.ullage.agent.metrics.ContentMetrics;
import io.ullage.agent.spool.Spool;
import io.ullage.agent.spool.SpoolRecord;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.telemetry.ContentSketch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thread that scans, with real files, as far as the spool. */
class ContentScansTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final TelemetryCodec codec = new TelemetryCodec();
    private final List<ContentSketch> sent = new ArrayList<>();
    private Path images;
    private Path key;
    private Spool spool;
    private ContentScans scans;

    @BeforeEach
    void prepare() throws Exception {
        images = Files.createDirectory(directory.resolve("images")).toRealPath();
        key = directory.resolve("key");
        DomainKey.create(key);
        spool = Spool.open(directory.resolve("spool"), 64 << 20, Duration.ofDays(1), Clock.systemUTC());
    }

    @AfterEach
    void stop() throws IOException {
        scans.close();
        spool.close();
    }

    @Test
    void volumesComeChangeAndGo() throws Exception {
        Path a = image("a.raw", 3 << 20);
        start(1L << 40);
        ContentSketch first = await(sketch -> isOf(sketch, a));
        assertThat(first.scannedBytes()).isEqualTo(3 << 20);
        assertThat(first.fingerprints()).hasSize(384);
        assertThat(first.domainId()).startsWith("fs:host-1:");

        Path b = image("b.raw", 1 << 20);
        await(sketch -> isOf(sketch, b) && sketch.fingerprints().size() == 128);
        Files.delete(a);
        ContentSketch gone = await(sketch -> isOf(sketch, a) && sketch.scannedBytes() == 0);
        assertThat(gone.fingerprints()).isEmpty();
        assertThat(gone.epoch()).isAfter(first.epoch());
        assertThat(gone.domainId()).isEqualTo(first.domainId());
    }

    @Test
    void aStopInTheMiddleLosesNothingOfWhatWasRead() throws Exception {
        Path a = image("a.raw", 24 << 20);
        // slow enough to be stopped in the middle: a quarter of a second's worth comes at once, and then a window each
        // time
        start(2 << 20);
        Path growing = awaitGrowing();
        scans.close();
        assertThat(sent()).isEmpty();
        ScanProgress stopped = ScanProgress.read(growing).orElseThrow();
        assertThat(stopped.complete()).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(growing)))
                .isEqualTo("rw-------");

        start(1L << 40);
        ContentSketch sketch = await(one -> isOf(one, a));
        assertThat(sketch.epoch()).isEqualTo(stopped.header().epoch());
        assertThat(sketch.fingerprints()).hasSize(3072);
    }

    @Test
    void aVolumeWhoseFileSystemIsAwayIsNotForgotten() throws Exception {
        image("a.raw", 1 << 20);
        image("b.raw", 1 << 20);
        start(1L << 40);
        await(sketch -> sketch.volumeId().endsWith("b.raw"));
        scans.close();
        ScanDirectory kept = ScanDirectory.open(directory.resolve("scans"));
        ScanHeader header = kept.all().get(0);
        Path moved = directory.resolve("elsewhere.raw");
        Files.move(Path.of(header.path()), moved);
        Path state = kept.of(header.volumeId()).complete();
        rewrite(state, header, "fs:host-1:/mnt/not-mounted");
        sent.clear();
        start(1L << 40);
        // the other volume comes round twice: time enough to have missed this one
        await(sketch -> !sketch.volumeId().equals(header.volumeId()));
        sent.clear();
        await(sketch -> !sketch.volumeId().equals(header.volumeId()));
        assertThat(sent).noneMatch(sketch -> sketch.volumeId().equals(header.volumeId()));
        assertThat(state).exists();
    }

    private static void rewrite(Path state, ScanHeader header, String poolId) throws IOException {
        ScanHeader elsewhere = new ScanHeader(
                header.domainId(),
                header.volumeId(),
                header.path(),
                poolId,
                header.epoch(),
                header.chunkBytes(),
                header.k(),
                header.keyCheck(),
                header.provisionedBytes(),
                header.settled(),
                header.files());
        try (ScanWriter writer = ScanWriter.create(state, elsewhere, totals -> {})) {
            writer.finish();
        }
    }

    private void start(long bytesPerSecond) throws IOException {
        Dedup dedup = new Dedup(Duration.ofSeconds(1), bytesPerSecond, "t", key, 8192, 0, List.of());
        scans = ContentScans.start(
                dedup,
                new WatchedImages(ImageSearch.in(List.of(images)), new HostIdentity("host-1", "host", null)),
                directory.resolve("scans"),
                spool,
                new ContentMetrics(new PrometheusRegistry(), spool, bytesPerSecond),
                Clock.systemUTC());
    }

    private Path image(String name, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(name.hashCode()).nextBytes(content);
        // whole when it appears
        Path draft = Files.write(directory.resolve(name), content);
        return Files.move(draft, images.resolve(name));
    }

    private static boolean isOf(ContentSketch sketch, Path image) {
        return sketch.volumeId().equals("file:host-1:" + image);
    }

    private List<ContentSketch> sent() throws Exception {
        for (SpoolRecord record : spool.peek(1000, 64 << 20)) {
            ContentSketch sketch = codec.decodeSketch(record.message());
            assertThat(record.key()).isEqualTo(sketch.volumeId());
            sent.add(sketch);
            spool.acknowledge(record.number());
        }
        return sent;
    }

    private ContentSketch await(Predicate<ContentSketch> wanted) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            for (ContentSketch one : sent()) {
                if (wanted.test(one)) {
                    return one;
                }
            }
            pause();
        }
        throw new AssertionError("no such sketch came: " + sent);
    }

    private Path awaitGrowing() throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            try (var files = Files.isDirectory(directory.resolve("scans"))
                    ? Files.list(directory.resolve("scans"))
                    : List.<Path>of().stream()) {
                for (Path file : files.toList()) {
                    if (file.toString().endsWith(".growing")) {
                        return file;
                    }
                }
            }
            pause();
        }
        throw new AssertionError("no scan has begun");
    }

    private static void pause() throws InterruptedException {
        new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
    }
}
