package io.ullage.bench.dedup;

import io.ullage.job.dedup.DedupEstimator;
import io.ullage.job.dedup.DedupSums;
import io.ullage.job.dedup.DomainDedup;
import io.ullage.job.dedup.Sampling;
import io.ullage.job.dedup.SetSums;
import io.ullage.job.dedup.VolumeTotals;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the estimates cost: processor time for a TiB of data in a thousand volumes. */
public final class CostMain {
    private static final int CHUNK_BYTES = 8192;
    private static final int VOLUMES = 1000;
    private static final int REPEATS = 5;

    /** One fingerprint, as it comes out of a shard's state. */
    private record Fingerprint(Map<String, Integer> references) {}

    private CostMain() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println("| k | fingerprints | references | add, ms/TiB | estimate, ms | set of half, ms |");
        out.println("|--:|--:|--:|--:|--:|--:|");
        for (int k : new int[] {13, 10, 8}) {
            measure(k, out);
        }
    }

    private static void measure(int k, PrintStream out) {
        Sampling sampling = new Sampling(CHUNK_BYTES, k);
        List<Fingerprint> fingerprints = oneTebibyte(k);
        Map<String, VolumeTotals> totals = new TreeMap<>();
        long references = 0;
        for (Fingerprint fingerprint : fingerprints) {
            for (String volume : fingerprint.references().keySet()) {
                totals.merge(volume, new VolumeTotals((long) CHUNK_BYTES << k, 0), VolumeTotals::plus);
                references++;
            }
        }
        Set<String> half = new TreeSet<>(List.copyOf(totals.keySet()).subList(0, totals.size() / 2));
        DedupEstimator estimator = new DedupEstimator(sampling);
        double add = Double.MAX_VALUE;
        double estimate = Double.MAX_VALUE;
        double set = Double.MAX_VALUE;
        for (int i = 0; i < REPEATS; i++) {
            long start = cpuNanos();
            DedupSums sums = new DedupSums();
            fingerprints.forEach(fingerprint -> sums.add(fingerprint.references(), null));
            long added = cpuNanos();
            DomainDedup domain = estimator.estimate(sums, totals);
            long estimated = cpuNanos();
            SetSums ofSet = new SetSums(half);
            fingerprints.forEach(fingerprint -> ofSet.add(fingerprint.references(), null));
            estimator.estimate(ofSet, totals, sums.domain());
            long answered = cpuNanos();
            if (domain.volumes().size() != totals.size()) {
                throw new IllegalStateException("volumes got lost");
            }
            add = Math.min(add, (added - start) / 1e6);
            estimate = Math.min(estimate, (estimated - added) / 1e6);
            set = Math.min(set, (answered - estimated) / 1e6);
        }
        out.printf(
                Locale.ROOT,
                "| %d | %d | %d | %.0f | %.1f | %.0f |%n",
                k,
                fingerprints.size(),
                references,
                add,
                estimate,
                set);
    }

    /** A thousand volumes in groups of ten clones that have written half of their content anew. */
    private static List<Fingerprint> oneTebibyte(int k) {
        long sampled = (1L << 40) / CHUNK_BYTES >> k;
        long perVolume = Math.max(2, sampled / VOLUMES);
        List<Fingerprint> fingerprints = new ArrayList<>();
        for (int group = 0; group < VOLUMES / 10; group++) {
            Map<String, Integer> clones = new TreeMap<>();
            for (int i = 0; i < 10; i++) {
                clones.put("volume-" + group + "-" + i, 1);
            }
            for (int i = 0; i < perVolume / 2; i++) {
                fingerprints.add(new Fingerprint(clones));
            }
            for (String volume : clones.keySet()) {
                for (int i = 0; i < perVolume - perVolume / 2; i++) {
                    fingerprints.add(new Fingerprint(Map.of(volume, 1)));
                }
            }
        }
        return fingerprints;
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
