package io.ullage.bench.dedup;

import io.ullage.job.dedup.VolumeTotals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A domain of which every chunk is known, and the truth counted from it. */
record Population(String name, int chunkBytes, List<Stratum> strata, Map<String, VolumeTotals> totals) {
    static final int CHUNK_BYTES = 8192;

    /**
     * From chunks of real volumes.
     *
     * @param volumes the chunks of each, in any order; zero chunks left out
     * @param zeroBytes what was left out
     * @param storedBytes compressed size by chunk; empty if not known
     */
    static Population ofChunks(
            String name, Map<String, long[]> volumes, Map<String, Long> zeroBytes, Map<Long, Integer> storedBytes) {
        Map<Long, TreeMap<String, Integer>> chunks = new HashMap<>();
        Map<String, VolumeTotals> totals = new TreeMap<>();
        volumes.forEach((volume, ids) -> {
            for (long id : ids) {
                chunks.computeIfAbsent(id, unused -> new TreeMap<>()).merge(volume, 1, Integer::sum);
            }
            long zero = zeroBytes.getOrDefault(volume, 0L);
            totals.put(volume, new VolumeTotals((long) ids.length * CHUNK_BYTES + zero, zero));
        });
        record Kind(Map<String, Integer> references, int storedBytes) {}
        Map<Kind, List<Long>> kinds = new HashMap<>();
        chunks.forEach((id, references) -> kinds.computeIfAbsent(
                        new Kind(references, storedBytes.getOrDefault(id, -1)), unused -> new ArrayList<>())
                .add(id));
        List<Stratum> strata = new ArrayList<>();
        kinds.forEach((kind, ids) -> strata.add(new Stratum(
                ids.stream().mapToLong(Long::longValue).toArray(),
                ids.size(),
                kind.references(),
                storedBytes.isEmpty() ? null : Integer.valueOf(kind.storedBytes()))));
        return new Population(name, CHUNK_BYTES, strata, totals);
    }

    double storedBytes(Set<String> set, boolean compressed) {
        return sum(set, compressed, true);
    }

    double reclaimableBytes(Set<String> set, boolean compressed) {
        return sum(set, compressed, false);
    }

    private double sum(Set<String> set, boolean compressed, boolean whereShared) {
        double bytes = 0;
        for (Stratum stratum : strata) {
            Set<String> holders = stratum.references().keySet();
            boolean counts = whereShared ? holders.stream().anyMatch(set::contains) : set.containsAll(holders);
            if (counts) {
                bytes += (double) stratum.count() * size(stratum, compressed);
            }
        }
        return bytes;
    }

    double attributedBytes(String volume) {
        double bytes = 0;
        for (Stratum stratum : strata) {
            int references = stratum.references().getOrDefault(volume, 0);
            bytes += (double) stratum.count() * chunkBytes * references / stratum.inDomain();
        }
        return bytes;
    }

    private double size(Stratum stratum, boolean compressed) {
        Integer stored = stratum.storedBytes();
        return compressed && stored != null ? stored : chunkBytes;
    }

    boolean sized() {
        return strata.stream().allMatch(stratum -> stratum.storedBytes() != null);
    }

    Set<String> volumes() {
        return new TreeSet<>(totals.keySet());
    }

    VolumeTotals all() {
        return totals.values().stream().reduce(VolumeTotals.NOTHING, VolumeTotals::plus);
    }

    long distinctChunks() {
        return strata.stream().mapToLong(Stratum::count).sum();
    }
}
