package io.ullage.job.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.ledger.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Errors and intervals against the truth, at the sample of a 100 GiB volume (k = 13) and with fixed seeds. The full measurement is
 * {@code bench/dedup-accuracy}.
 */
class DedupAccuracyTest {
    private static final Sampling SAMPLING = new Sampling(8192, 13);
    private static final int TRIALS = 400;

    /** 100 GiB. */
    private static final int CHUNKS = 13_107_200;

    /** Below this part of trials lies the coverage of an interval that covers 93 % with a probability of 0.5 %. */
    private static final double LEAST_COVERAGE = 0.93 - 2.58 * Math.sqrt(0.93 * 0.07 / TRIALS);

    /** Above it lies the coverage of one that covers 97 % with the same probability. */
    private static final double MOST_COVERAGE = 0.97 + 2.58 * Math.sqrt(0.97 * 0.03 / TRIALS);

    /** @param count of distinct chunks that are referred to like this */
    private record Stratum(int count, Map<String, Integer> references) {}

    private enum Content {
        SHARES_NOTHING(List.of(new Stratum(CHUNKS, Map.of("a", 1)), new Stratum(CHUNKS, Map.of("b", 1)))),
        SHARES_HALF(List.of(
                new Stratum(CHUNKS, Map.of("a", 1)),
                new Stratum(CHUNKS, Map.of("b", 1)),
                new Stratum(CHUNKS, Map.of("a", 1, "b", 1)))),
        REPEATS_ITSELF(List.of(
                new Stratum(CHUNKS, Map.of("a", 1)),
                new Stratum(CHUNKS / 4, Map.of("a", 4)),
                new Stratum(CHUNKS / 50, Map.of("a", 50)),
                new Stratum(CHUNKS, Map.of("b", 1)),
                new Stratum(CHUNKS / 3, Map.of("a", 2, "b", 3)))),
        HAS_A_CHUNK_THAT_THE_SAMPLE_MISSES(List.of(
                new Stratum(1, Map.of("a", 1_000_000)),
                new Stratum(CHUNKS, Map.of("a", 1)),
                new Stratum(CHUNKS, Map.of("b", 1))));

        private final List<Stratum> strata;

        Content(List<Stratum> strata) {
            this.strata = strata;
        }
    }

    @ParameterizedTest
    @EnumSource
    void figuresAreNearTheTruthAndIntervalsCoverIt(Content content) {
        double unique = bytes(content, Set.of("a")::containsAll);
        double stored = bytes(content, volumes -> true);
        Score ofUnique = new Score(unique);
        Score ofStored = new Score(stored);
        SplittableRandom random = new SplittableRandom(3);
        for (int trial = 0; trial < TRIALS; trial++) {
            DomainDedup estimate = new DedupEstimator(SAMPLING).estimate(sample(content, random), totals(content));
            ofStored.add(estimate.stored().logical());
            ofUnique.add(estimate.volumes().get("a").unique().logical());
        }

        boolean hidden = content == Content.HAS_A_CHUNK_THAT_THE_SAMPLE_MISSES;
        for (Score score : List.of(ofStored, ofUnique)) {
            assertThat(score.coverage()).isGreaterThan(LEAST_COVERAGE);
            assertThat(score.rmsError()).isLessThan(hidden ? 0.06 : 0.03);
            if (content == Content.SHARES_NOTHING) {
                assertThat(score.rmsError()).isLessThan(0.006);
            } else {
                assertThat(score.coverage()).isLessThan(MOST_COVERAGE);
            }
        }
    }

    private static DedupSums sample(Content content, SplittableRandom random) {
        DedupSums sums = new DedupSums();
        double missed = Math.log1p(-1.0 / (1L << SAMPLING.k()));
        for (Stratum stratum : content.strata) {
            double at = Math.floor(Math.log1p(-random.nextDouble()) / missed);
            while (at < stratum.count()) {
                sums.add(stratum.references(), null);
                at += 1 + Math.floor(Math.log1p(-random.nextDouble()) / missed);
            }
        }
        return sums;
    }

    private static Map<String, VolumeTotals> totals(Content content) {
        Map<String, VolumeTotals> totals = new TreeMap<>();
        for (Stratum stratum : content.strata) {
            stratum.references().forEach((volume, references) -> {
                long bytes = (long) SAMPLING.chunkBytes() * stratum.count() * references;
                totals.merge(volume, new VolumeTotals(bytes, 0), VolumeTotals::plus);
            });
        }
        return totals;
    }

    private static double bytes(Content content, Predicate<Set<String>> holders) {
        return content.strata.stream()
                .filter(stratum -> holders.test(stratum.references().keySet()))
                .mapToDouble(stratum -> (double) SAMPLING.chunkBytes() * stratum.count())
                .sum();
    }

    private static final class Score {
        private final double truth;
        private final List<Double> errors = new ArrayList<>();
        private int covered;

        Score(double truth) {
            this.truth = truth;
        }

        void add(Estimate estimate) {
            errors.add(estimate.bestBytes() / truth - 1);
            covered += estimate.lowBytes() <= truth && truth <= estimate.highBytes() ? 1 : 0;
        }

        double coverage() {
            return (double) covered / errors.size();
        }

        double rmsError() {
            return Math.sqrt(errors.stream()
                    .mapToDouble(error -> error * error)
                    .average()
                    .orElseThrow());
        }
    }
}
