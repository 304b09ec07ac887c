package io.ullage.job.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.telemetry.ContentSketch.Fingerprint;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class HoldersTest {
    /** The packed arrays against a plain map, through any sequence of volumes that come, change and go. */
    @Property(tries = 300)
    void holdWhatAMapHolds(@ForAll long seed) {
        Random random = new Random(seed);
        Map<Long, Fingerprint> expected = new TreeMap<>();
        Holders holders = Holders.NONE;
        for (int i = 0; i < 60; i++) {
            long volume = random.nextInt(12) - 6;
            boolean goes = random.nextInt(3) == 0;
            Fingerprint now = new Fingerprint(
                    1, 1 + random.nextInt(9), random.nextBoolean() ? Integer.valueOf(random.nextInt(512)) : null);
            Fingerprints here = Fingerprints.of(List.of(now));
            holders = holders.with(volume, goes ? Fingerprints.NONE.changesSince(here) : here, 0);
            if (goes) {
                expected.remove(volume);
            } else {
                expected.put(volume, now);
            }

            Map<String, Integer> references = new TreeMap<>();
            expected.forEach((id, one) -> references.put(Long.toString(id), one.references()));
            assertThat(holders.byVolume()).isEqualTo(references);
            assertThat(holders.none()).isEqualTo(expected.isEmpty());
            Integer largest = expected.values().stream()
                    .map(Fingerprint::storedBytes)
                    .filter(size -> size != null)
                    .max(Integer::compare)
                    .orElse(null);
            assertThat(holders.storedBytes()).isEqualTo(largest);
        }
    }
}
