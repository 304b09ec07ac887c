package io.ullage.job.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Method;
import java.util.HashSet;
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
