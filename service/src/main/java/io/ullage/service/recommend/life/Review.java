package io.ullage.service.recommend.life;

import io.ullage.service.recommend.Recommendation;
import io.ullage.service.recommend.Recommender;
import io.ullage.service.recommend.Recommender.Past;
import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.EstateReader;
import io.ullage.service.store.StoreConnection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The estate, looked at once: what is recommended now, and what that makes of what was recommended before.
 *
 * @param time of the newest reading
 * @param standings as they were kept before
 * @param events that follow; they are in the store only after {@link #record}
 */
public record Review(
        Instant time, List<Recommendation> recommendations, Map<String, Standing> standings, List<LifeEvent> events) {

    /** @param now by the clock of who asks; events are of that time */
    public static Review of(StoreConnection store, Recommender recommender, Instant now) throws SQLException {
        RecommendationStore kept = new RecommendationStore(store);
        Map<String, Standing> standings = kept.standings();
        Estate estate = new EstateReader(store).read(now);
        Past past = new Past(
                ids(standings, State.DISMISSED),
                standings.values().stream()
                        .filter(standing -> standing.state().isKept())
                        .map(Standing::id)
                        .collect(Collectors.toSet()),
                kept.scores());
        List<Recommendation> recommendations = recommender.recommend(estate, past);
        VolumeReadings readings = kept.readings(standings.values().stream()
                .filter(standing -> standing.state().isKept())
                .toList());
        return new Review(
                estate.time(),
                recommendations,
                standings,
                LifeCycle.look(recommendations, standings.values(), readings, now));
    }

    private static Set<String> ids(Map<String, Standing> standings, State state) {
        return standings.values().stream()
                .filter(standing -> standing.state() == state)
                .map(Standing::id)
                .collect(Collectors.toSet());
    }

    /** Writes the events. */
    public void record(StoreConnection store) throws SQLException {
        new RecommendationStore(store).add(events);
    }

    /** Where a recommendation is in its life; open where it was proposed just now. */
    public State state(String id) {
        Standing standing = standings.get(id);
        return standing == null || standing.state().isOver() ? State.OPEN : standing.state();
    }

    /** The newest figures of a recommendation, proposed now or kept. */
    public Optional<Figures> figures(String id) {
        return recommendations.stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .map(Figures::of)
                .or(() -> Optional.ofNullable(standings.get(id)).map(Standing::figures));
    }

    /** Every id that is proposed now or was ever kept, and begins so. */
    public List<String> idsBeginning(String prefix) {
        Map<String, String> ids = new HashMap<>();
        recommendations.forEach(one -> ids.put(one.id(), one.id()));
        standings.keySet().forEach(id -> ids.put(id, id));
        return ids.keySet().stream()
                .filter(id -> id.startsWith(prefix))
                .sorted()
                .toList();
    }

    /**
     * What a person said of a recommendation, as events to be added: with its opening where no run has kept it yet.
     *
     * @param event ACCEPTED, DISMISSED or DONE
     */
    public List<LifeEvent> said(
            String id, Event event, Instant now, String saidBy, @Nullable String reason, @Nullable Instant until) {
        Figures figures = figures(id).orElseThrow();
        Standing standing = standings.get(id);
        boolean fresh = standing == null || standing.state().isOver();
        int round = standing == null ? 1 : fresh ? standing.round() + 1 : standing.round();
        // A promise that was accepted stands, whatever the figures are by now.
        Figures promised = event == Event.DONE && standing != null && standing.state() == State.ACCEPTED
                ? figures.promising(standing.promised())
                : figures;
        LifeEvent said = new LifeEvent(promised, event, now, round, reason, until, saidBy, null, null, null);
        return fresh ? List.of(LifeEvent.of(figures, Event.OPENED, now, round), said) : List.of(said);
    }
}
