package io.ullage.bench.dedup;

import io.ullage.job.dedup.DedupEstimator;
import io.ullage.job.dedup.DedupSums;
import io.ullage.job.dedup.DomainDedup;
import io.ullage.job.dedup.DomainSums;
import io.ullage.job.dedup.Sampling;
import io.ullage.job.dedup.SetDedup;
import io.ullage.job.dedup.SetSums;
import io.ullage.job.dedup.VolumeDedup;
import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** One population at one {@code k}, estimated under many keys. */
final class Accuracy {
    private final Population population;
    private final int k;
    private final Sampling sampling;
    private final DedupEstimator estimator;
    private final Map<String, Score> scores = new LinkedHashMap<>();
    private final List<DedupSums> ones = new ArrayList<>();
    private final List<Set<String>> sets;

    Accuracy(Population population, int k) {
        this.population = population;
        this.k = k;
        this.sampling = new Sampling(population.chunkBytes(), k);
        this.estimator = new DedupEstimator(sampling);
        this.sets = sets(population.volumes());
        for (Stratum stratum : population.strata()) {
            DedupSums one = new DedupSums();
            one.add(stratum.references(), stratum.storedBytes());
            ones.add(one);
        }
    }

    /** The first half of the volumes; all but the last. */
    private static List<Set<String>> sets(Set<String> volumes) {
        List<String> ordered = List.copyOf(volumes);
        int half = (ordered.size() + 1) / 2;
        int most = ordered.size() - 1;
        return most <= half
                ? List.of(Set.copyOf(ordered.subList(0, half)))
                : List.of(Set.copyOf(ordered.subList(0, half)), Set.copyOf(ordered.subList(0, most)));
    }

    Map<String, Score> under(int keys, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < keys; i++) {
            estimate(random.nextLong());
        }
        return scores;
    }

    private void estimate(long key) {
        int[] sampled = new int[population.strata().size()];
        DedupSums sums = new DedupSums();
        for (int i = 0; i < sampled.length; i++) {
            sampled[i] = population.strata().get(i).sampled(key, k, i);
            addTimes(sums, ones.get(i), sampled[i]);
        }
        DomainDedup domain = estimator.estimate(sums, population.totals());
        Set<String> all = population.volumes();
        double plainStored = sums.domain().chunks().sum() * scale();
        score("stored", domain.stored().logical(), population.storedBytes(all, false), plainStored);
        Estimate compressed = domain.stored().compressed();
        if (compressed != null) {
            double plain = sums.domain().compressed().sum() * (1L << k);
            score(
                    "stored, compressed",
                    compressed,
                    population.storedBytes(all, true),
                    plain,
                    population.storedBytes(all, false));
        }
        domain.volumes().forEach((name, volume) -> score(name, volume, sums));
        for (Set<String> set : sets) {
            score(set, domain, sums.domain(), sampled);
        }
    }

    private void score(String name, VolumeDedup volume, DedupSums sums) {
        Set<String> alone = Set.of(name);
        double unique = population.reclaimableBytes(alone, false);
        double stored = population.storedBytes(alone, false);
        double plainUnique = sums.volume(name).chunks().exclusive().sum() * scale();
        double plainShared = sums.volume(name).chunks().shared().sum() * scale();
        score("unique", volume.unique().logical(), unique, plainUnique);
        score(
                "attributed",
                volume.attributed().logical(),
                population.attributedBytes(name),
                sums.volume(name).chunks().attributed().sum() * scale());
        score("shared", volume.shared().logical(), stored - unique, plainShared);
        score("held", volume.stored().logical(), stored, plainUnique + plainShared);
        Estimate compressed = volume.unique().compressed();
        if (population.sized() && compressed != null) {
            double plain = sums.volume(name).compressed().exclusive().sum() * (1L << k);
            score("unique, compressed", compressed, population.reclaimableBytes(alone, true), plain, unique);
        }
    }

    private void score(Set<String> set, DomainDedup domain, DomainSums sums, int[] sampled) {
        SetSums ofSet = new SetSums(set);
        for (int i = 0; i < sampled.length; i++) {
            addTimes(ofSet, population.strata().get(i), sampled[i]);
        }
        SetDedup estimate = estimator.estimate(ofSet, population.totals(), sums);
        double reclaimable = population.reclaimableBytes(set, false);
        double plain = plain(set, sampled, false);
        score("reclaimable (set)", estimate.reclaimable().logical(), reclaimable, plain);
        score("sum of unique (set)", sumOfUnique(set, domain), reclaimable, plain);
        score("held (set)", estimate.stored().logical(), population.storedBytes(set, false), plain(set, sampled, true));
    }

    /** What one would take for the set's answer without asking for it. */
    private static Estimate sumOfUnique(Set<String> set, DomainDedup domain) {
        long low = 0;
        long best = 0;
        long high = 0;
        for (Map.Entry<String, VolumeDedup> volume : domain.volumes().entrySet()) {
            if (set.contains(volume.getKey())) {
                Estimate unique = volume.getValue().unique().logical();
                low += unique.lowBytes();
                best += unique.bestBytes();
                high += unique.highBytes();
            }
        }
        return new Estimate(low, best, high, Method.SAMPLED);
    }

    private double scale() {
        return (double) (1L << k) * population.chunkBytes();
    }

    private void score(String figure, Estimate estimate, double truth, double plain) {
        score(figure, estimate, truth, plain, truth);
    }

    /** @param logical the truth before compression */
    private void score(String figure, Estimate estimate, double truth, double plain, double logical) {
        scores.computeIfAbsent(figure, unused -> new Score()).add(estimate, truth, plain, logical / scale());
    }

    private static void addTimes(DedupSums sums, DedupSums one, int times) {
        DedupSums power = one;
        for (int left = times; left > 0; left >>= 1) {
            if ((left & 1) == 1) {
                sums.merge(power);
            }
            if (left > 1) {
                DedupSums doubled = new DedupSums(power.domain(), power.volumes());
                doubled.merge(power);
                power = doubled;
            }
        }
    }

    private static void addTimes(SetSums sums, Stratum stratum, int times) {
        SetSums power = new SetSums(sums.volumeIds());
        if (times > 0) {
            power.add(stratum.references(), stratum.storedBytes());
        }
        for (int left = times; left > 0; left >>= 1) {
            if ((left & 1) == 1) {
                sums.merge(power);
            }
            power.merge(power);
        }
    }

    private double plain(Set<String> set, int[] sampled, boolean whereShared) {
        double chunks = 0;
        for (int i = 0; i < sampled.length; i++) {
            Set<String> holders = population.strata().get(i).references().keySet();
            boolean counts = whereShared ? holders.stream().anyMatch(set::contains) : set.containsAll(holders);
            chunks += counts ? sampled[i] : 0;
        }
        return chunks * scale();
    }
}
