package io.ullage.job.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.schema.InvalidFieldException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DedupSumsTest {
    @Property(tries = 300)
    void shardsAddUpInAnyOrder(
            @ForAll long seed,
            @ForAll @IntRange(max = 200) int chunks,
            @ForAll @IntRange(min = 1, max = 8) int shards) {
        Random random = new Random(seed);
        Domain domain = Domain.random(random, chunks, 5, false);
        List<DedupSums> parts = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            parts.add(new DedupSums());
        }
        for (Domain.Chunk chunk : domain.chunks()) {
            parts.get(random.nextInt(shards)).add(chunk.references(), chunk.storedBytes());
        }
        Collections.shuffle(parts, random);
        while (parts.size() > 1) {
            DedupSums merged = parts.remove(random.nextInt(parts.size()));
            parts.get(random.nextInt(parts.size())).merge(merged);
        }

        assertThat(parts.get(0)).isEqualTo(domain.sums(0));
    }

    @Property(tries = 300)
    void aVolumeThatIsAddedAndRemovedWasNeverThere(@ForAll long seed, @ForAll @IntRange(max = 200) int chunks) {
        Random random = new Random(seed);
        Domain domain = Domain.random(random, chunks, 5, false);
        DedupSums sums = domain.sums(0);
        Map<Domain.Chunk, Map<String, Integer>> withLate = new HashMap<>();
        for (Domain.Chunk chunk : domain.chunks()) {
            Map<String, Integer> references = new TreeMap<>(chunk.references());
            references.put("late", 1 + random.nextInt(1000));
            withLate.put(chunk, references);
        }
        withLate.forEach((chunk, references) -> {
            sums.remove(chunk.references(), chunk.storedBytes());
            sums.add(references, chunk.storedBytes());
        });
        sums.add(Map.of("late", Integer.MAX_VALUE), null);

        withLate.forEach((chunk, references) -> {
            sums.remove(references, chunk.storedBytes());
            sums.add(chunk.references(), chunk.storedBytes());
        });
        sums.remove(Map.of("late", Integer.MAX_VALUE), null);

        assertThat(sums).isEqualTo(domain.sums(0));
    }

    @Example
    void aFingerprintWithoutReferencesIsRefused() {
        DedupSums sums = new DedupSums();

        assertThatThrownBy(() -> sums.add(Map.of(), null))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("references");
        assertThatThrownBy(() -> sums.add(Map.of("v", 0), null))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("references");
        assertThatThrownBy(() -> sums.add(Map.of("v", 1), -1))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("storedBytes");
    }
}
