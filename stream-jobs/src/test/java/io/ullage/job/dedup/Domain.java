package io.ullage.job.dedup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A made-up domain of few volumes: every chunk with its references, and the truth counted from them. */
record Domain(int chunkBytes, List<Chunk> chunks, Map<String, VolumeTotals> totals) {
    /** @param hash whose low bits say whether a sample keeps it */
    record Chunk(
            long hash,
            Map<String, Integer> references,
            @Nullable Integer storedBytes) {
        long inDomain() {
            return references.values().stream().mapToLong(Integer::longValue).sum();
        }

        boolean onlyIn(Set<String> set) {
            return set.containsAll(references.keySet());
        }
    }

    static Domain random(Random random, int chunkCount, int volumeCount, boolean sized) {
        int chunkBytes = 512 << random.nextInt(5);
        List<String> names =
                IntStream.range(0, volumeCount).mapToObj(i -> "v" + i).toList();
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < chunkCount; i++) {
            Map<String, Integer> references = new TreeMap<>();
            do {
                int most = random.nextInt(10) == 0 ? 100 : 2;
                references.put(names.get(random.nextInt(volumeCount)), 1 + random.nextInt(most));
            } while (random.nextInt(3) == 0);
            Integer storedBytes =
                    sized || random.nextBoolean() ? Integer.valueOf(random.nextInt(chunkBytes + 1)) : null;
            chunks.add(new Chunk(random.nextLong(), references, storedBytes));
        }
        Map<String, VolumeTotals> totals = new TreeMap<>();
        for (String name : names) {
            long data = (long) chunkBytes * references(chunks, name);
            long zero = (long) chunkBytes * random.nextInt(1000);
            totals.put(name, new VolumeTotals(data + zero, zero));
        }
        return new Domain(chunkBytes, chunks, totals);
    }

    private static long references(List<Chunk> chunks, String name) {
        return chunks.stream()
                .mapToLong(chunk -> chunk.references().getOrDefault(name, 0))
                .sum();
    }

    Sampling sampling(int k) {
        return new Sampling(chunkBytes, k);
    }

    DedupSums sums(int k) {
        Sampling sampling = sampling(k);
        DedupSums sums = new DedupSums();
        for (Chunk chunk : chunks) {
            if (sampling.keeps(chunk.hash())) {
                sums.add(chunk.references(), chunk.storedBytes());
            }
        }
        return sums;
    }

    DomainDedup estimate(int k) {
        return new DedupEstimator(sampling(k)).estimate(sums(k), totals);
    }

    SetDedup estimate(int k, Set<String> set) {
        Sampling sampling = sampling(k);
        SetSums sums = new SetSums(set);
        for (Chunk chunk : chunks) {
            if (sampling.keeps(chunk.hash())) {
                sums.add(chunk.references(), chunk.storedBytes());
            }
        }
        return new DedupEstimator(sampling).estimate(sums, totals, sums(k).domain());
    }

    long reclaimableBytes(Set<String> set) {
        return chunkBytes * chunks.stream().filter(chunk -> chunk.onlyIn(set)).count();
    }

    long storedBytes(Set<String> set) {
        return chunkBytes
                * chunks.stream()
                        .filter(chunk -> chunk.references().keySet().stream().anyMatch(set::contains))
                        .count();
    }

    double attributedBytes(String name) {
        return chunkBytes
                * chunks.stream()
                        .mapToDouble(chunk -> (double) chunk.references().getOrDefault(name, 0) / chunk.inDomain())
                        .sum();
    }

    long compressedReclaimableBytes(Set<String> set) {
        return chunks.stream()
                .filter(chunk -> chunk.onlyIn(set) && chunk.storedBytes() != null)
                .mapToLong(Chunk::storedBytes)
                .sum();
    }
}
