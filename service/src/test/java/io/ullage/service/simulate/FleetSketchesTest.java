package io.ullage.service.simulate;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ullage.schema.ledger.LedgerBytes;
import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.telemetry.ContentSketch.Fingerprint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** What the simulated scans say against all chunks that the simulated volumes hold. */
class FleetSketchesTest {
    private static final Instant NOW = RecordedTelemetry.END;
    private static final long GIB = 1L << 30;
    private static final int K = 5;

    private final RecordedTelemetry told = RecordedTelemetry.of(RecordedTelemetry.plan(60, 60, 4, 24));

    @Test
    void aSampleSpeaksForAsMuchAsTheVolumeHolds() {
        SimulatedContent content = content(3);
        LedgerBytes ledger = ledger(GIB);
        long chunks = GIB / SimulatedContent.CHUNK_BYTES;

        assertThat(references(content.fingerprints(ledger, NOW, 0)))
                .as("at k = 0 every chunk is kept")
                .isCloseTo(chunks, Percentage.withPercentage(0.5));
        assertThat(references(content.fingerprints(ledger, NOW, K)) << K)
                .isCloseTo(chunks, Percentage.withPercentage(5));
    }

    @Test
    void whatVolumesShareIsInTheSampleAsInTheWhole() {
        Set<Long> all = new HashSet<>();
        Set<Long> sampled = new HashSet<>();
        long references = 0;
        for (int volume = 0; volume < 8; volume++) {
            LedgerBytes ledger = ledger(GIB / 2);
            content(volume).fingerprints(ledger, NOW, 0).forEach(each -> all.add(each.hash()));
            content(volume).fingerprints(ledger, NOW, K).forEach(each -> sampled.add(each.hash()));
            references += references(content(volume).fingerprints(ledger, NOW, 0));
        }
        assertThat((double) all.size() / references)
                .as("clones of three templates share much")
                .isLessThan(0.7);
        assertThat((long) sampled.size() << K).isCloseTo(all.size(), Percentage.withPercentage(5));
    }

    @Test
    void whatIsWrittenAnewIsOther() {
        LedgerBytes ledger = ledger(GIB);
        Set<Long> before = hashes(content(1).fingerprints(ledger, NOW, K));
        Set<Long> after = hashes(content(1).fingerprints(ledger, NOW.plusSeconds(14 * 86_400), K));
        Set<Long> stayed = new HashSet<>(before);
        stayed.retainAll(after);
        assertThat((double) stayed.size() / before.size()).isCloseTo(0.98, within(0.02));
    }

    @Test
    void theSamePlanTellsTheSame() {
        assertThat(RecordedTelemetry.of(RecordedTelemetry.plan(60, 60, 4, 24)).sketches)
                .isEqualTo(told.sketches);
    }

    @Test
    void partsAreOfOneEpochAndTheLastEpochIsTheEndOfTheHistory() {
        Map<String, List<ContentSketch>> epochs =
                told.sketches.stream().collect(groupingBy(sketch -> sketch.volumeId() + "@" + sketch.epoch()));
        epochs.forEach((epoch, parts) -> {
            assertThat(parts).as(epoch).hasSize(parts.get(0).parts());
            assertThat(parts).extracting(ContentSketch::part).doesNotHaveDuplicates();
            List<Long> hashes = parts.stream()
                    .flatMap(part -> part.fingerprints().stream())
                    .map(Fingerprint::hash)
                    .toList();
            assertThat(hashes).as(epoch).doesNotHaveDuplicates();
        });
        assertThat(told.sketches.get(told.sketches.size() - 1).epoch()).isEqualTo(NOW.minusSeconds(86_400));
    }

    @Test
    void aVolumeThatIsGoneSaysSoOnce() {
        Instant last = told.sketches.get(told.sketches.size() - 1).epoch();
        Set<String> there = told.truths.stream()
                .filter(truth -> truth.time().equals(last))
                .map(Truth::volumeId)
                .collect(toSet());
        Map<String, List<ContentSketch>> byVolume = told.sketches.stream().collect(groupingBy(ContentSketch::volumeId));
        List<String> gone = new ArrayList<>();
        byVolume.forEach((volumeId, sketches) -> {
            ContentSketch newest = sketches.get(sketches.size() - 1);
            boolean empty = newest.scannedBytes() == 0 && newest.part() == 0;
            assertThat(empty).as(volumeId).isEqualTo(!there.contains(volumeId));
            if (empty) {
                gone.add(volumeId);
            }
        });
        assertThat(gone).as("the fleet loses some").isNotEmpty();
    }

    private static SimulatedContent content(int volume) {
        return SimulatedContent.of("sim-9-vm000" + volume + "-disk1", false);
    }

    private static LedgerBytes ledger(long liveBytes) {
        return new LedgerBytes(liveBytes, 0, 0, 0, 0, 0, 0, 0);
    }

    private static long references(Iterable<Fingerprint> fingerprints) {
        long references = 0;
        for (Fingerprint each : fingerprints) {
            references += each.references();
        }
        return references;
    }

    private static Set<Long> hashes(Iterable<Fingerprint> fingerprints) {
        Set<Long> hashes = new HashSet<>();
        fingerprints.forEach(each -> hashes.add(each.hash()));
        return hashes;
    }
}
