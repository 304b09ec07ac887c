package io.ullage.agent.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.ullage.agent.Tools;
import io.ullage.agent.content.VolumeScans.Basis;
import io.ullage.agent.identity.HostIdentity;
import io.ullage.agent.image.ImageSearch;
import io.ullage.agent.image.WatchedImage;
import io.ullage.agent.image.WatchedImages;
import io.ullage.agent.metrics.ContentMetrics;
import io.ullage.agent.spool.Spool;
import io.ullage.image.ImageException;
import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.telemetry.ContentSketch.Fingerprint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sketches of real images beside what Python's HMAC says of what qemu-img says. */
@Tag("qemu")
class ContentScanIT {
    private static final String DOMAIN = "domain-1";
    private static final int CHUNK_BYTES = 8192;
    private static final int K = 3;

    @TempDir
    Path directory;

    private final List<ContentSketch> parts = new ArrayList<>();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    /** An hour ahead, so that what a test has just written has settled. */
    private Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));

    private Path images;
    private Path key;
    private ContentMetrics metrics;
    private long readBefore;

    @BeforeAll
    static void tools() {
        Tools.needs("qemu-img", "qemu-io", "python3");
    }

    @BeforeEach
    void prepare() throws Exception {
        images = Files.createDirectory(directory.resolve("images"));
        key = directory.resolve("key");
        DomainKey.create(key);
        metrics = new ContentMetrics(
                registry, Spool.open(directory.resolve("spool"), 1 << 20, Duration.ofDays(1), clock), 1);
    }

    @Test
    void aRawImage() throws Exception {
        Path image = contentInRaw("a.raw", 5 << 20);
        assertThat(scan(image)).isEqualTo(Basis.ALL);
        Oracle oracle = oracle(image, "raw");
        assertThat(fingerprints()).isNotEmpty().isEqualTo(oracle.references);
        assertThat(total(ContentSketch::scannedBytes))
                .isEqualTo(oracle.mappedBytes)
                .isEqualTo(readBytes());
        assertThat(total(ContentSketch::zeroBytes)).isEqualTo(oracle.zeroBytes).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"cluster_size=64k", "cluster_size=2M", "cluster_size=4k", "'extended_l2=on'", "compat=0.10"})
    void aQcow2Image(String options) throws Exception {
        Path image = images.resolve("a.qcow2");
        Tools.run(
                "qemu-img",
                "convert",
                "-O",
                "qcow2",
                "-o",
                options,
                path(contentInRaw("a.source", 5 << 20)),
                path(image));
        Tools.run("qemu-io", "-f", "qcow2", "-c", "write -P 9 3M 12k", "-c", "write -z 1M 128k", path(image));
        assertThat(scan(image)).isEqualTo(Basis.ALL);
        Oracle oracle = oracle(image, "qcow2");
        assertThat(fingerprints()).isNotEmpty().isEqualTo(oracle.references);
        // holes in the image's own file, which qemu-img map does not tell, are not read
        assertThat(total(ContentSketch::scannedBytes))
                .isLessThanOrEqualTo(oracle.mappedBytes)
                .isGreaterThanOrEqualTo(oracle.mappedBytes - oracle.zeroBytes)
                .isEqualTo(readBytes());
    }

    @Test
    void compressedClustersAreReadAndTheirLengthIsTold() throws Exception {
        Path source = images.resolve("a.source");
        Random random = new Random(5);
        byte[] bytes = new byte[8 << 20];
        for (int i = 0; i < bytes.length; i++) {
            // half of each byte is noise: it packs to little more than half
            bytes[i] = (byte) random.nextInt(16);
        }
        Files.write(source, bytes);
        Path image = images.resolve("a.qcow2");
        Tools.run("qemu-img", "convert", "-c", "-O", "qcow2", path(source), path(image));
        scan(image);
        assertThat(fingerprints()).isNotEmpty().isEqualTo(oracle(image, "qcow2").references);
        double stored = parts.stream()
                .flatMap(part -> part.fingerprints().stream())
                .mapToInt(one -> one.storedBytes())
                .average()
                .orElseThrow();
        double perChunk = Files.size(image) / (double) (bytes.length / CHUNK_BYTES);
        // the file also holds tables, and clusters begin within sectors
        assertThat(stored).isBetween(perChunk * 0.9, perChunk * 1.02);
    }

    @Test
    void eachLayerOfAChainSpeaksForItself() throws Exception {
        Path base = images.resolve("base.qcow2");
        Path top = images.resolve("top.qcow2");
        Tools.run("qemu-img", "convert", "-O", "qcow2", path(contentInRaw("a.source", 5 << 20)), path(base));
        Tools.run(
                "qemu-img",
                "create",
                "-q",
                "-f",
                "qcow2",
                "-b",
                path(base),
                "-F",
                "qcow2",
                "-o",
                "cluster_size=4k",
                path(top),
                "8M");
        Tools.run(
                "qemu-io",
                "-f",
                "qcow2",
                "-c",
                "write -s " + noise(300 << 10) + " 1M 300k",
                "-c",
                "write -P 6 6M 4k",
                path(top));
        scan(top);
        assertThat(fingerprints()).isNotEmpty().isEqualTo(oracle(top, "qcow2").references);
        assertThat(readBytes()).isEqualTo(304 << 10);
        assertThat(scan(base)).isEqualTo(Basis.ALL);
        assertThat(fingerprints()).isEqualTo(oracle(base, "qcow2").references);

        Tools.run("qemu-io", "-f", "qcow2", "-c", "write -s " + noise(64 << 10) + " 2M 64k", path(top));
        later();
        assertThat(scan(base)).isEqualTo(Basis.NOTHING);
        assertThat(readBytes()).isZero();
        assertThat(scan(top)).isEqualTo(Basis.ALL);
        assertThat(readBytes()).isEqualTo(368 << 10);
        assertThat(fingerprints()).isEqualTo(oracle(top, "qcow2").references);
    }

    @Test
    void whatHasNotChangedIsToldAgainWithoutReading() throws Exception {
        Path image = contentInRaw("a.raw", 3 << 20);
        scan(image);
        Map<Long, Integer> first = fingerprints();
        long scanned = total(ContentSketch::scannedBytes);
        Instant epoch = parts.get(0).epoch();
        later();
        assertThat(scan(image)).isEqualTo(Basis.NOTHING);
        assertThat(readBytes()).isZero();
        assertThat(fingerprints()).isEqualTo(first);
        assertThat(total(ContentSketch::scannedBytes)).isEqualTo(scanned);
        assertThat(parts.get(0).epoch()).isAfter(epoch);

        Tools.run("qemu-io", "-f", "raw", "-c", "write -P 3 64k 8k", path(image));
        later();
        assertThat(scan(image)).isEqualTo(Basis.ALL);
        assertThat(fingerprints()).isEqualTo(oracle(image, "raw").references);
    }

    @Test
    void aBitmapSparesWhatWasNotWritten() throws Exception {
        Path image = images.resolve("a.qcow2");
        Tools.run("qemu-img", "convert", "-O", "qcow2", path(contentInRaw("a.source", 20 << 20)), path(image));
        Tools.run("qemu-img", "bitmap", "--add", "-g", "64k", path(image), "ullage");
        Tools.run("qemu-io", "-f", "qcow2", "-c", "write -P 1 0 64k", path(image));
        assertThat(scan(image)).isEqualTo(Basis.ALL);

        Tools.run(
                "qemu-io",
                "-f",
                "qcow2",
                "-c",
                "write -P 8 2M 100k",
                "-c",
                "write -z 4M 64k",
                "-c",
                "discard 7M 1M",
                path(image));
        later();
        assertThat(scan(image)).isEqualTo(Basis.CHANGES);
        Oracle changed = oracle(image, "qcow2");
        assertThat(fingerprints()).isEqualTo(changed.references);
        // the first granule is dirty still; 100k touch two; and one in 2^k chunks is looked at again
        long audited = changed.mappedBytes / 4;
        assertThat(readBytes()).isBetween(3L * 65536, 3L * 65536 + audited);

        Tools.run("qemu-img", "bitmap", "--clear", path(image), "ullage");
        Tools.run("qemu-io", "-f", "qcow2", "-c", "write -P 4 9M 64k", path(image));
        later();
        assertThat(scan(image)).isEqualTo(Basis.ALL);
        assertThat(fingerprints()).isEqualTo(oracle(image, "qcow2").references);
    }

    @Test
    void aBitmapThatIsClearedAndHasItsBitsAgainIsFoundOut() throws Exception {
        Path image = images.resolve("a.qcow2");
        Tools.run("qemu-img", "convert", "-O", "qcow2", path(contentInRaw("a.source", 20 << 20)), path(image));
        Tools.run("qemu-img", "bitmap", "--add", "-g", "64k", path(image), "backup");
        Tools.run("qemu-io", "-f", "qcow2", "-c", "write -P 1 0 64k", path(image));
        scan(image);
        Tools.run("qemu-io", "-f", "qcow2", "-c", "write -P 2 5M 10M", path(image));
        Tools.run("qemu-img", "bitmap", "--clear", path(image), "backup");
        Tools.run("qemu-io", "-f", "qcow2", "-c", "write -P 3 0 64k", path(image));
        later();
        assertThat(scan(image)).isEqualTo(Basis.ALL);
        assertThat(fingerprints()).isEqualTo(oracle(image, "qcow2").references);
    }

    @Test
    void anotherDomainIsToldAndTheOldOneForgets() throws Exception {
        Path image = contentInRaw("a.raw", 1 << 20);
        scan(image);
        parts.clear();
        scans("domain-2").scan(watched(image));
        assertThat(parts).extracting(ContentSketch::domainId).containsExactly("domain-2", DOMAIN);
        assertThat(parts.get(0).fingerprints()).isNotEmpty();
        assertThat(parts.get(1).fingerprints()).isEmpty();
        assertThat(parts.get(1).scannedBytes()).isZero();
    }

    @Test
    void anEncryptedImageIsRefused() throws Exception {
        Path image = images.resolve("a.qcow2");
        Tools.run(
                "qemu-img",
                "create",
                "-q",
                "--object",
                "secret,id=s,data=ullage",
                "-f",
                "qcow2",
                "-o",
                "encrypt.format=aes,encrypt.key-secret=s",
                path(image),
                "4M");
        Tools.run(
                "qemu-io",
                "--object",
                "secret,id=s,data=ullage",
                "--image-opts",
                "-c",
                "write -P 1 0 64k",
                "driver=qcow2,encrypt.key-secret=s,file.filename=" + image);
        assertThatThrownBy(() -> scan(image))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("crypt_method: must be none");
    }

    private Basis scan(Path image) throws Exception {
        parts.clear();
        readBefore = metric("ullage_agent_content_read_bytes");
        return scans(DOMAIN).scan(watched(image));
    }

    private VolumeScans scans(String domain) throws IOException {
        Dedup dedup = new Dedup(
                Duration.ofDays(1),
                1L << 40,
                "t",
                key,
                CHUNK_BYTES,
                K,
                List.of(new Dedup.Domain(domain, List.of(images), null, null, null)));
        return new VolumeScans(
                ScanDirectory.open(directory.resolve("scans")), dedup, clock, Scans.unlimited(), parts::add, metrics);
    }

    private WatchedImage watched(Path image) throws IOException {
        HostIdentity host = new HostIdentity("host-1", "host", null);
        return new WatchedImages(ImageSearch.in(List.of(images, image)), host)
                .find().images().stream()
                        .filter(one -> one.path().equals(image))
                        .findFirst()
                        .orElseThrow();
    }

    private void later() {
        clock = Clock.offset(clock, Duration.ofHours(1));
    }

    private long readBytes() {
        return metric("ullage_agent_content_read_bytes") - readBefore;
    }

    private long metric(String name) {
        return registry.scrape(name::equals).stream()
                .flatMap(snapshot -> snapshot.getDataPoints().stream())
                .mapToLong(point -> (long) ((CounterDataPointSnapshot) point).getValue())
                .sum();
    }

    private Map<Long, Integer> fingerprints() {
        Map<Long, Integer> references = new HashMap<>();
        for (ContentSketch part : parts) {
            for (Fingerprint one : part.fingerprints()) {
                assertThat(references.put(one.hash(), one.references())).isNull();
            }
        }
        return references;
    }

    private long total(ToLongFunction<ContentSketch> field) {
        return parts.stream().mapToLong(field).sum();
    }

    /** Holes, zeros that are stored, content that comes often, content that comes once, and an end within a chunk. */
    private Path contentInRaw(String name, int bytes) throws Exception {
        Path raw = images.resolve(name);
        Tools.run("truncate", "-s", String.valueOf(bytes - 1024), path(raw));
        Random random = new Random(bytes);
        byte[] noise = new byte[64 << 10];
        try (var file = FileChannel.open(raw, StandardOpenOption.WRITE)) {
            for (int at = 0; at < bytes - 1024; at += noise.length) {
                switch (random.nextInt(5)) {
                    case 0 -> {}
                    case 1 -> Arrays.fill(noise, (byte) 0);
                    case 2 -> Arrays.fill(noise, (byte) (1 + random.nextInt(40)));
                    default -> random.nextBytes(noise);
                }
                if (random.nextInt(5) > 0) {
                    file.write(ByteBuffer.wrap(noise, 0, Math.min(noise.length, bytes - 1024 - at)), at);
                }
            }
        }
        Tools.run("sync", path(raw));
        return raw;
    }

    /** A file of bytes that come nowhere else. */
    private Path noise(int bytes) throws IOException {
        byte[] noise = new byte[bytes];
        new Random(bytes).nextBytes(noise);
        return Files.write(directory.resolve("noise"), noise);
    }

    private record Oracle(long mappedBytes, long zeroBytes, Map<Long, Integer> references) {}

    private Oracle oracle(Path image, String format) throws Exception {
        Path raw = directory.resolve("oracle.raw");
        Path map = directory.resolve("oracle.json");
        Tools.run("qemu-img", "convert", "-f", format, "-O", "raw", path(image), path(raw));
        Files.writeString(map, Tools.run("qemu-img", "map", "-f", format, "--output=json", path(image)));
        Path script = directory.resolve("sketch.py");
        try (var resource = ContentScanIT.class.getResourceAsStream("sketch.py")) {
            Files.write(script, resource.readAllBytes());
        }
        List<String> lines = Tools.run(
                        "python3",
                        path(script),
                        path(raw),
                        path(map),
                        Files.readString(key).strip(),
                        DOMAIN,
                        String.valueOf(CHUNK_BYTES),
                        String.valueOf(K))
                .lines()
                .toList();
        Map<Long, Integer> references = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            references.put(Long.valueOf(line.split(" ")[0]), Integer.valueOf(line.split(" ")[1]));
        }
        String[] totals = lines.get(0).split(" ");
        return new Oracle(Long.parseLong(totals[0]), Long.parseLong(totals[1]), references);
    }

    private static String path(Path path) {
        return path.toString();
    }
}
