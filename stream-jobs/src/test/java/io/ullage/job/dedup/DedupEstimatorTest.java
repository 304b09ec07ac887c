package io.ullage.job.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DedupEstimatorTest {
    @Property(tries = 300)
    void withoutSamplingAllIsTheTruth(
            @ForAll long seed,
            @ForAll @IntRange(max = 200) int chunks,
            @ForAll @IntRange(min = 1, max = 6) int volumes) {
        Random random = new Random(seed);
        Domain domain = Domain.random(random, chunks, volumes, true);
        Set<String> set = subset(domain, random);

        DomainDedup estimate = domain.estimate(0);
        SetDedup ofSet = domain.estimate(0, set);

        Set<String> all = domain.totals().keySet();
        assertThat(estimate.stored().logical()).isEqualTo(Estimate.exact(domain.storedBytes(all)));
        assertThat(estimate.stored().compressed()).isEqualTo(Estimate.exact(domain.compressedReclaimableBytes(all)));
        assertThat(ofSet.reclaimable().logical()).isEqualTo(Estimate.exact(domain.reclaimableBytes(set)));
        assertThat(ofSet.reclaimable().compressed()).isEqualTo(Estimate.exact(domain.compressedReclaimableBytes(set)));
        assertThat(ofSet.stored().logical()).isEqualTo(Estimate.exact(domain.storedBytes(set)));
        estimate.volumes().forEach((name, volume) -> {
            assertThat(volume.unique().logical()).isEqualTo(Estimate.exact(domain.reclaimableBytes(Set.of(name))));
            assertThat(volume.stored().logical()).isEqualTo(Estimate.exact(domain.storedBytes(Set.of(name))));
            assertThat((double) volume.attributed().logical().bestBytes())
                    .isEqualTo(domain.attributedBytes(name), within(1.0));
        });
    }

    @Property(tries = 500)
    void figuresFitTogether(
            @ForAll long seed,
            @ForAll @IntRange(max = 300) int chunks,
            @ForAll @IntRange(min = 1, max = 6) int volumes,
            @ForAll @IntRange(max = 6) int k,
            @ForAll boolean sized) {
        Domain domain = Domain.random(new Random(seed), chunks, volumes, sized);

        DomainDedup estimate = domain.estimate(k);

        assertThat(estimate.volumes().values().stream()
                        .mapToLong(volume -> volume.attributed().logical().bestBytes())
                        .sum())
                .isEqualTo(estimate.stored().logical().bestBytes());
        Estimate compressed = estimate.stored().compressed();
        if (compressed != null) {
            assertThat(estimate.volumes().values().stream()
                            .mapToLong(
                                    volume -> volume.attributed().compressed().bestBytes())
                            .sum())
                    .isEqualTo(compressed.bestBytes());
        }
        estimate.volumes().forEach((name, volume) -> {
            long unique = volume.unique().logical().bestBytes();
            assertThat(unique)
                    .isBetween(0L, volume.totals().dataBytes())
                    .isLessThanOrEqualTo(volume.attributed().logical().bestBytes() + 1);
            assertThat(unique + volume.shared().logical().bestBytes())
                    .isEqualTo(volume.stored().logical().bestBytes());
            assertThat(domain.estimate(k, Set.of(name)))
                    .isEqualTo(new SetDedup(volume.totals(), volume.unique(), volume.shared(), volume.stored()));
        });
    }

    @Property(tries = 300)
    void whatASetGivesBackGrowsWithIt(
            @ForAll long seed,
            @ForAll @IntRange(max = 300) int chunks,
            @ForAll @IntRange(min = 2, max = 6) int volumes,
            @ForAll @IntRange(max = 6) int k) {
        Random random = new Random(seed);
        Domain domain = Domain.random(random, chunks, volumes, true);
        DomainDedup estimate = domain.estimate(k);
        Assume.that(estimate.stored().compressed() != null);
        Set<String> set = new HashSet<>();
        long reclaimable = 0;
        long compressed = 0;
        for (String name : domain.totals().keySet()) {
            set.add(name);
            Footprint grown = domain.estimate(k, set).reclaimable();
            assertThat(grown.logical().bestBytes()).isGreaterThanOrEqualTo(reclaimable - 1);
            assertThat(grown.compressed().bestBytes()).isGreaterThanOrEqualTo(compressed - 1);
            reclaimable = grown.logical().bestBytes();
            compressed = grown.compressed().bestBytes();
        }
        assertThat(reclaimable).isCloseTo(estimate.stored().logical().bestBytes(), within(1L));
        assertThat(compressed).isCloseTo(estimate.stored().compressed().bestBytes(), within(1L));
    }

    @Example
    void aVolumeThatSharesNothingIsKnownExactlyAndItsLowBoundSaysWhatASampleCanHide() {
        Random random = new Random(5);
        DedupSums sums = new DedupSums();
        for (int i = 0; i < 1600; i++) {
            sums.add(Map.of("v", 1), null);
        }
        long data = 8192L * 8192 * (1600 + random.nextInt(40));

        VolumeDedup volume = new DedupEstimator(new Sampling(8192, 13))
                .estimate(sums, Map.of("v", new VolumeTotals(data, 0)))
                .volumes()
                .get("v");

        Estimate unique = volume.unique().logical();
        assertThat(unique.bestBytes()).isEqualTo(data);
        assertThat(unique.highBytes()).isEqualTo(data);
        assertThat((double) unique.lowBytes() / (8192L * 8192 * 1600)).isBetween(0.95, 0.96);
        assertThat(unique.method()).isEqualTo(Method.SAMPLED);
        assertThat(volume.unique().compressed()).isNull();
    }

    /** The example of docs/dedup.md, worked out there by hand. */
    @Example
    void theWorkedExample() {
        DedupSums sums = new DedupSums();
        SetSums both = new SetSums(Set.of("A", "B"));
        for (Map<String, Integer> references :
                List.of(Map.of("A", 1), Map.of("A", 1), Map.of("A", 1, "B", 1), Map.of("A", 2), Map.of("B", 1))) {
            sums.add(references, null);
            both.add(references, null);
        }
        Map<String, VolumeTotals> totals =
                Map.of("A", new VolumeTotals(30 * 8192, 6 * 8192), "B", new VolumeTotals(12 * 8192, 0));
        DedupEstimator estimator = new DedupEstimator(new Sampling(8192, 2));

        DomainDedup domain = estimator.estimate(sums, totals);
        VolumeDedup a = domain.volumes().get("A");
        VolumeDedup b = domain.volumes().get("B");
        SetDedup set = estimator.estimate(both, totals, sums.domain());

        assertThat(chunks(a.attributed())).isEqualTo(16.5, within(0.001));
        assertThat(chunks(b.attributed())).isEqualTo(8.667, within(0.001));
        assertThat(chunks(domain.stored())).isEqualTo(25.167, within(0.001));
        assertThat(chunks(a.unique())).isEqualTo(14.143, within(0.001));
        assertThat(chunks(b.unique())).isEqualTo(5.778, within(0.001));
        assertThat(chunks(a.shared())).isEqualTo(4.571, within(0.001));
        assertThat(chunks(set.reclaimable())).isEqualTo(25.167, within(0.001));
        assertThat(a.unique().logical().lowBytes() / 8192.0).isEqualTo(4.867, within(0.001));
        assertThat(a.unique().logical().highBytes() / 8192.0).isEqualTo(24, within(0.001));
        assertThat(domain.ratio().best()).isEqualTo(36 / 25.167, within(0.001));
    }

    @Example
    void aVolumeThatIsTooSmallForASampleIsTakenForOneOfItsDomain() {
        DedupSums sums = new DedupSums();
        sums.add(Map.of("big", 1, "clone", 1), null);
        long big = 8192L << 13;
        Map<String, VolumeTotals> totals = Map.of(
                "big",
                new VolumeTotals(big, 0),
                "clone",
                new VolumeTotals(big, 0),
                "tiny",
                new VolumeTotals(81_920, 0));

        VolumeDedup tiny = new DedupEstimator(new Sampling(8192, 13))
                .estimate(sums, totals)
                .volumes()
                .get("tiny");

        assertThat(tiny.attributed().logical()).isEqualTo(new Estimate(0, 40_960, 81_920, Method.SAMPLED));
        assertThat(tiny.attributed().compressed()).isNull();
    }

    @Example
    void aRatioOfNothingIsAbsent() {
        DedupEstimator estimator = new DedupEstimator(new Sampling(8192, 13));

        assertThat(estimator.estimate(new DedupSums(), Map.of()).ratio()).isNull();
        assertThat(estimator
                        .estimate(new DedupSums(), Map.of("v", new VolumeTotals(8192, 8192)))
                        .ratio())
                .isNull();
    }

    private static double chunks(Footprint footprint) {
        return footprint.logical().bestBytes() / 8192.0;
    }

    @Example
    void aVolumeWithFingerprintsAndWithoutTotalsIsRefused() {
        DedupSums sums = new DedupSums();
        sums.add(Map.of("v", 1), null);

        assertThatThrownBy(() -> new DedupEstimator(new Sampling(8192, 13)).estimate(sums, Map.of()))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("totals")
                .hasMessageContaining("v");
    }

    private static Set<String> subset(Domain domain, Random random) {
        Set<String> set = new HashSet<>(domain.totals().keySet());
        set.removeIf(name -> random.nextBoolean());
        return set;
    }
}
