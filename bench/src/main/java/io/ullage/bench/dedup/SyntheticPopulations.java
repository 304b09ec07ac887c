package io.ullage.bench.dedup;

import io.ullage.job.dedup.VolumeTotals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Domains made up at full size: every volume holds some 100 GiB, which is 13,107,200 chunks. */
final class SyntheticPopulations {
    private static final int CHUNKS = 13_107_200;

    private final List<Stratum> strata = new ArrayList<>();

    private SyntheticPopulations() {}

    static List<Population> all() {
        return List.of(
                encrypted(),
                clones(),
                diverged(),
                skewed(),
                spike(10_000),
                spike(100_000),
                spike(1_000_000),
                estate(),
                small("1 GiB each", CHUNKS / 100),
                small("64 MiB each", CHUNKS / 1600));
    }

    /** Two volumes that share nothing, within or without. */
    static Population encrypted() {
        SyntheticPopulations made = new SyntheticPopulations();
        made.add(CHUNKS, Map.of("a", 1));
        made.add(CHUNKS, Map.of("b", 1));
        return made.named("encrypted");
    }

    /** Ten clones that never diverged. */
    static Population clones() {
        SyntheticPopulations made = new SyntheticPopulations();
        made.add(CHUNKS, together(10));
        return made.named("clones");
    }

    /** Ten clones, each of which wrote half of its content anew. */
    static Population diverged() {
        SyntheticPopulations made = new SyntheticPopulations();
        made.add(CHUNKS / 2, together(10));
        for (int i = 0; i < 10; i++) {
            made.add(CHUNKS / 2, Map.of("v" + i, 1));
        }
        return made.named("diverged");
    }

    /** One volume whose chunks are repeated as words are in a text: every doubling of the repetitions has half as many chunks. */
    static Population skewed() {
        SyntheticPopulations made = new SyntheticPopulations();
        for (int i = 0; i < 20; i++) {
            made.add(CHUNKS >> i + 4, Map.of("a", 1 << i));
        }
        made.add(CHUNKS / 2, Map.of("b", 1));
        made.add(CHUNKS / 4, Map.of("b", 1, "a", 1));
        return made.named("skewed");
    }

    /** One chunk with very many references, the others with one: what a sample nearly always misses. */
    static Population spike(int references) {
        SyntheticPopulations made = new SyntheticPopulations();
        made.add(1, Map.of("a", references));
        made.add(CHUNKS - references, Map.of("a", 1));
        return made.named("spike of " + references);
    }

    /** What a department has: clones of two templates, two databases, an encrypted volume, small ones. */
    static Population estate() {
        SyntheticPopulations made = new SyntheticPopulations();
        made.add(CHUNKS / 8, Map.of("t1", 1, "t2", 1, "t3", 1, "t4", 1, "t5", 1));
        made.add(CHUNKS / 64, Map.of("t1", 2, "t2", 2, "t3", 1, "t4", 1, "t5", 1, "db1", 1));
        for (int i = 1; i <= 5; i++) {
            made.add(CHUNKS / 16 * i, Map.of("t" + i, 1));
        }
        made.add(CHUNKS, Map.of("db1", 1));
        made.add(CHUNKS / 3, Map.of("db1", 1, "db2", 1));
        made.add(CHUNKS / 2, Map.of("db2", 1));
        made.add(CHUNKS / 32, Map.of("db2", 3));
        made.add(CHUNKS, Map.of("secret", 1));
        made.add(CHUNKS / 100, Map.of("small", 1));
        made.add(CHUNKS / 100, Map.of("small", 1, "t1", 1));
        made.add(CHUNKS / 1000, Map.of("tiny", 1));
        return made.named("estate");
    }

    /** Twenty volumes of which each shares two fifths with the next. */
    static Population small(String name, int chunks) {
        SyntheticPopulations made = new SyntheticPopulations();
        for (int i = 0; i < 20; i++) {
            made.add(chunks / 5, Map.of("v" + i, 1));
            made.add(chunks * 2 / 5, Map.of("v" + i, 1, "v" + (i + 1) % 20, 1));
        }
        return made.named(name);
    }

    private static Map<String, Integer> together(int volumes) {
        Map<String, Integer> references = new TreeMap<>();
        for (int i = 0; i < volumes; i++) {
            references.put("v" + i, 1);
        }
        return references;
    }

    private void add(int count, Map<String, Integer> references) {
        if (count > 0) {
            strata.add(new Stratum(null, count, references, null));
        }
    }

    private Population named(String name) {
        Map<String, VolumeTotals> totals = new TreeMap<>();
        for (Stratum stratum : strata) {
            stratum.references().forEach((volume, references) -> {
                long bytes = (long) stratum.count() * references * Population.CHUNK_BYTES;
                totals.merge(volume, new VolumeTotals(bytes, 0), VolumeTotals::plus);
            });
        }
        return new Population(name, Population.CHUNK_BYTES, List.copyOf(strata), totals);
    }
}
