package io.ullage.service.recommend;

import io.ullage.schema.ledger.Estimate;
import io.ullage.service.chargeback.RateCard;
import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.Machine;
import io.ullage.service.recommend.rule.Action;
import io.ullage.service.recommend.rule.Action.Effect;
import io.ullage.service.recommend.rule.Candidate;
import io.ullage.service.recommend.rule.Given;
import io.ullage.service.recommend.rule.Proposals;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From an estate to recommendations, best first. Pure. */
public final class Recommender {
    private static final Comparator<Recommendation> BEST_FIRST = Comparator.comparing(
                    (Recommendation one) -> one.candidate().action().effect())
            .thenComparing(one -> -one.returned().bestBytes())
            .thenComparing(one -> -Objects.requireNonNullElse(one.candidate().unprovisionedBytes(), 0L))
            .thenComparing(one -> -one.returned().highBytes())
            .thenComparing(one -> one.candidate().action().risk())
            .thenComparing(Recommendation::id);

    private final RecommendSettings settings;
    private final Prices prices;

    public Recommender(RecommendSettings settings, Prices prices) {
        this.settings = settings;
        this.prices = prices;
    }

    /** @param card what bytes are worth at that time; without one there is no money */
    public static Recommender of(RecommendSettings settings, Optional<RateCard> card, Instant time) {
        return new Recommender(
                settings, card.<Prices>map(known -> new RatePrices(known, time)).orElse(Prices.NONE));
    }

    /**
     * What was decided before, and how the rules have kept their promises.
     *
     * @param dismissed ids that nobody wants to hear of now: their bytes are free for others
     * @param kept ids that were accepted or done: their bytes stay theirs
     * @param scores realised ÷ promised by rule, of rules that were tried often enough
     */
    public record Past(Set<String> dismissed, Set<String> kept, Map<Action, Double> scores) {
        public static final Past NONE = new Past(Set.of(), Set.of(), Map.of());

        public Past {
            dismissed = Set.copyOf(dismissed);
            kept = Set.copyOf(kept);
            scores = Map.copyOf(scores);
        }
    }

    public List<Recommendation> recommend(Estate estate, Past past) {
        return Proposals.of(
                        estate, settings.rules(), settings.thresholds(), past.dismissed(), past.kept(), past.scores())
                .stream()
                .map(given -> recommendation(given, estate))
                .sorted(BEST_FIRST)
                .toList();
    }

    private Recommendation recommendation(Given given, Estate estate) {
        Candidate candidate = given.candidate();
        Estimate returned = given.total();
        MonthlyAmount worth = candidate.action().effect() != Effect.RETURNS || returned.highBytes() == 0
                ? null
                : estate.pool(candidate.poolId())
                        .flatMap(pool -> prices.ofAllocated(pool, returned))
                        .orElse(null);
        return new Recommendation(candidate, given.claims(), returned, worth, tenant(candidate, estate));
    }

    private static @Nullable String tenant(Candidate candidate, Estate estate) {
        String machineId = candidate.machineId();
        Machine machine = machineId == null ? null : estate.machines().get(machineId);
        return machine == null ? null : machine.tenant();
    }
}
