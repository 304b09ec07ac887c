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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** One population at one {@code k}, estimated under many keys. */
final class Accuracy {
    private final Population population;
    private final int k;
    private final Sampling sampling;
    private final DedupEstimator estimator;
    private final Map<String, Score> scores = new LinkedHashMap<>();
    private final List<DedupSums> ones = new ArrayList<>();
    private final List<Set<String>> sets;
    private long fingerprints;

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

    /** Every other volume; all but the last. */
    private static List<Set<String>> sets(Set<String> volumes) {
        Set<String> half = new TreeSet<>();
        Set<String> most = new TreeSet<>();
        int i = 0;
        for (String volume : volumes) {
            if (i % 2 == 0) {
                half.add(volume);
            }
            if (++i < volumes.size()) {
                most.add(volume);
            }
        }
        return most.size() < 2 ? List.of(half) : List.of(half, most);
    }

    Map<String, Score> under(int keys, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < keys; i++) {
            estimate(random.nextLong());
        }
        return scores;
    }

    double meanFingerprints(int keys) {
        return (double) fingerprints / keys;
    }

    private void estimate(long key) {
        int[] sampled = new int[population.strata().size()];
        DedupSums sums = new DedupSums();
        for (int i = 0; i < sampled.length; i++) {
            sampled[i] = population.strata().get(i).sampled(key, k);
            addTimes(sums, ones.get(i), sampled[i]);
            fingerprints += sampled[i];
        }
        DomainDedup domain = estimator.estimate(sums, population.totals());
        Set<String> all = population.volumes();
        double plainStored = sums.domain().chunks().sum() * scale();
        score("stored", domain.stored().logical(), population.storedBytes(all, false), plainStored);
        Estimate compressed = domain.stored().compressed();
        if (compressed != null) {
            double plain = sums.domain().compressed().sum() * (1L << k);
            score("stored, compressed", compressed, population.storedBytes(all, true), plain);
        }
        domain.volumes().forEach((name, volume) -> score(name, volume, sums));
        for (Set<String> set : sets) {
            score(set, sums.domain(), sampled);
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
            score("unique, compressed", compressed, population.reclaimableBytes(alone, true), plain);
        }
    }

    private void score(Set<String> set, DomainSums domain, int[] sampled) {
        SetSums sums = new SetSums(set);
        for (int i = 0; i < sampled.length; i++) {
            Stratum stratum = population.strata().get(i);
            addTimes(sums, stratum, sampled[i]);
        }
        SetDedup estimate = estimator.estimate(sums, population.totals(), domain);
        double reclaimable = population.reclaimableBytes(set, false);
        double plain = plain(set, sampled, false);
        score("reclaimable (set)", estimate.reclaimable().logical(), reclaimable, plain);
        score("held (set)", estimate.stored().logical(), population.storedBytes(set, false), plain(set, sampled, true));
    }

    private double scale() {
        return (double) (1L << k) * population.chunkBytes();
    }

    private void score(String estimand, Estimate estimate, double truth, double plain) {
        scores.computeIfAbsent(estimand, unused -> new Score()).add(estimate, truth, plain);
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
