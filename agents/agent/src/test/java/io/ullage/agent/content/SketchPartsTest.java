package io.ullage.agent.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.image.BackingState;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.telemetry.ContentSketch.Fingerprint;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SketchPartsTest {
    private static final int CHUNK_BYTES = 512;

    @TempDir
    Path directory;

    @Test
    void equalChunksAreOneFingerprintWithReferences() throws Exception {
        MemoryVolume volume = new MemoryVolume(1 << 20);
        Arrays.fill(volume.states, BackingState.MAPPED);
        Arrays.fill(volume.bytes, 0, 1 << 19, (byte) 1);
        Arrays.fill(volume.bytes, 1 << 19, 3 << 18, (byte) 2);
        List<ContentSketch> parts = sketch(volume, 0);

        assertThat(parts).hasSize(1);
        ContentSketch sketch = parts.get(0);
        assertThat(sketch.fingerprints())
                .extracting(Fingerprint::references)
                .containsExactlyInAnyOrder((1 << 19) / CHUNK_BYTES, (1 << 18) / CHUNK_BYTES);
        assertThat(sketch.fingerprints()).extracting(Fingerprint::storedBytes).containsOnlyNulls();
        assertThat(sketch.scannedBytes()).isEqualTo(1 << 20);
        assertThat(sketch.zeroBytes()).isEqualTo(1 << 18);
        assertThat(sketch.epoch()).isEqualTo(Scans.EPOCH);
        assertThat(sketch.domainId()).isEqualTo("domain");
        assertThat(sketch.volumeId()).isEqualTo("volume");
    }

    @Test
    void manyFingerprintsGoInPartsThatFitAndShareNone() throws Exception {
        MemoryVolume volume = new MemoryVolume(96 << 20);
        Arrays.fill(volume.states, BackingState.MAPPED);
        Random random = new Random(3);
        random.nextBytes(volume.bytes);
        // every fourth chunk is one of a hundred
        for (int chunk = 0; chunk < volume.bytes.length / CHUNK_BYTES; chunk += 4) {
            System.arraycopy(
                    volume.bytes,
                    CHUNK_BYTES * (1 + 4 * random.nextInt(100)),
                    volume.bytes,
                    chunk * CHUNK_BYTES,
                    CHUNK_BYTES);
        }
        List<ContentSketch> parts = sketch(volume, 0);

        int chunks = volume.bytes.length / CHUNK_BYTES;
        assertThat(parts).hasSize(20);
        TelemetryCodec codec = new TelemetryCodec();
        Map<Long, Integer> references = new HashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            ContentSketch part = parts.get(i);
            assertThat(part.part()).isEqualTo(i);
            assertThat(part.parts()).isEqualTo(parts.size());
            assertThat(part.scannedBytes()).isEqualTo(i == 0 ? volume.bytes.length : 0);
            assertThat(part.fingerprints()).hasSizeLessThan(20_000);
            assertThat(codec.encode(part).length).isLessThan(TelemetryCodec.MAX_MESSAGE_BYTES / 8);
            part.fingerprints().forEach(one -> assertThat(references.put(one.hash(), one.references()))
                    .isNull());
        }
        assertThat(references.values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(chunks);
        assertThat(references).hasSize(chunks - chunks / 4);
    }

    @Test
    void lengthsOfOneContentAreAveraged() throws Exception {
        Path file = directory.resolve("scan");
        try (ScanWriter writer = ScanWriter.create(file, Scans.header(8192, 0, 1 << 20), totals -> {})) {
            int[] stored = {1000, 0, 2001};
            for (int i = 0; i < stored.length; i++) {
                writer.chunk(i, RunKind.DATA, 8192, false);
                writer.sample(i, 42, stored[i]);
            }
            writer.chunk(9, RunKind.DATA, 8192, false);
            writer.sample(9, -1, 0);
            writer.finish();
        }
        List<ContentSketch> parts = new ArrayList<>();
        SketchParts.send(file, ScanProgress.read(file).orElseThrow(), parts::add);
        assertThat(parts.get(0).fingerprints())
                .containsExactlyInAnyOrder(
                        new Fingerprint(42, 3, (1000 + 8192 + 2001 + 1) / 3), new Fingerprint(-1, 1, null));
    }

    @Test
    void anEmptyVolumeIsOneEmptyPart() throws Exception {
        assertThat(sketch(new MemoryVolume(1 << 20), 13))
                .containsExactly(
                        new ContentSketch(1, "domain", "volume", Scans.EPOCH, 0, 1, CHUNK_BYTES, 13, 0, 0, List.of()));
    }

    @Test
    void aVolumeThatIsGoneIsAnEmptyEpoch() {
        Instant now = Scans.EPOCH.plusSeconds(60);
        assertThat(SketchParts.gone(Scans.header(8192, 13, 1 << 20), now))
                .isEqualTo(new ContentSketch(1, "domain", "volume", now, 0, 1, 8192, 13, 0, 0, List.of()));
    }

    private List<ContentSketch> sketch(MemoryVolume volume, int k) throws Exception {
        Path file = directory.resolve("scan");
        Scans.full(volume, CHUNK_BYTES, k, file);
        List<ContentSketch> parts = new ArrayList<>();
        SketchParts.send(file, ScanProgress.read(file).orElseThrow(), parts::add);
        return parts;
    }
}
