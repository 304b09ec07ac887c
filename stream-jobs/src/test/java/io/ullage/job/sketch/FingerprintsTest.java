package io.ullage.job.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.telemetry.ContentSketch.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FingerprintsTest {
    /** Applying the changes to what was gives what is; and nothing is changed that is the same. */
    @Property(tries = 300)
    void changesTakeWhatWasToWhatIs(@ForAll long seed) {
        Random random = new Random(seed);
        Map<Long, Fingerprint> was = random(random);
        Map<Long, Fingerprint> is = random(random);
        was.values().forEach(one -> {
            if (random.nextBoolean()) {
                is.put(one.hash(), one);
            }
        });

        Fingerprints changes = packed(is).changesSince(packed(was));

        Map<Long, Fingerprint> applied = new TreeMap<>(was);
        for (int i = 0; i < changes.count(); i++) {
            long hash = changes.hashes()[i];
            Fingerprint before = applied.remove(hash);
            if (changes.references()[i] > 0) {
                Fingerprint after = new Fingerprint(hash, changes.references()[i], changes.storedBytes(i));
                assertThat(after).isNotEqualTo(before);
                applied.put(hash, after);
            } else {
                assertThat(before).isNotNull();
            }
        }
        assertThat(applied).isEqualTo(is);
    }

    @Property(tries = 300)
    void piecesMergeIntoTheWhole(@ForAll long seed) {
        Random random = new Random(seed);
        Map<Long, Fingerprint> all = random(random);
        List<List<Fingerprint>> parts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        all.values().forEach(one -> parts.get(random.nextInt(3)).add(one));

        Fingerprints merged =
                Fingerprints.merged(parts.stream().map(Fingerprints::of).toList());

        assertThat(unpacked(merged)).isEqualTo(all);
        assertThat(merged.repeated()).isNull();
        int found = 0;
        for (int from = 0; from < merged.count(); ) {
            int to = merged.end(from, Shard.BITS);
            Fingerprints shard = merged.range(from, to);
            for (long hash : shard.hashes()) {
                assertThat(Shard.of(hash)).isEqualTo(Shard.of(merged.hashes()[from]));
            }
            found += shard.count();
            from = to;
        }
        assertThat(found).isEqualTo(all.size());
    }

    @Property(tries = 200)
    void aHashThatIsInTwoPartsIsFound(@ForAll long seed) {
        Random random = new Random(seed);
        Map<Long, Fingerprint> all = random(random);
        all.put(7L, new Fingerprint(7, 1, null));
        Fingerprints one = packed(all);
        Fingerprints other = Fingerprints.of(List.of(new Fingerprint(7, 2, null)));

        assertThat(Fingerprints.merged(List.of(one, other)).repeated()).isEqualTo(7L);
    }

    private static Map<Long, Fingerprint> random(Random random) {
        Map<Long, Fingerprint> fingerprints = new TreeMap<>();
        for (int i = random.nextInt(40); i > 0; i--) {
            long hash = random.nextInt(3) == 0 ? random.nextInt(100) - 50L : random.nextLong();
            Integer size = random.nextBoolean() ? Integer.valueOf(random.nextInt(8192)) : null;
            fingerprints.put(hash, new Fingerprint(hash, 1 + random.nextInt(5), size));
        }
        return fingerprints;
    }

    private static Fingerprints packed(Map<Long, Fingerprint> fingerprints) {
        return Fingerprints.of(List.copyOf(fingerprints.values()));
    }

    private static Map<Long, Fingerprint> unpacked(Fingerprints packed) {
        Map<Long, Fingerprint> fingerprints = new TreeMap<>();
        for (int i = 0; i < packed.count(); i++) {
            long hash = packed.hashes()[i];
            fingerprints.put(hash, new Fingerprint(hash, packed.references()[i], packed.storedBytes(i)));
        }
        return fingerprints;
    }
}
