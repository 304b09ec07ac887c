package io.ullage.service.recommend.life;

import io.ullage.service.recommend.Recommendation;
import io.ullage.service.recommend.rule.Action.Effect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What happens to recommendations when the estate is looked at again. Pure. */
final class LifeCycle {
    private final Instant now;
    private final Map<String, Return> returned;
    private final Returns returns;
    private final List<LifeEvent> events = new ArrayList<>();

    private LifeCycle(Instant now, Returns returns, Map<String, Return> returned) {
        this.now = now;
        this.returns = returns;
        this.returned = returned;
    }

    /**
     * @param proposed now; what was dismissed is not among them
     * @param standings as they are kept
     * @param readings of the volumes of what was accepted or done
     */
    static List<LifeEvent> look(
            List<Recommendation> proposed, Collection<Standing> standings, VolumeReadings readings, Instant now) {
        Returns returns = new Returns(readings);
        List<Standing> kept =
                standings.stream().filter(one -> one.state().isKept()).toList();
        LifeCycle cycle = new LifeCycle(now, returns, returns.found(kept));
        Map<String, Standing> byId = standings.stream().collect(Collectors.toMap(Standing::id, one -> one));
        Set<String> ids = proposed.stream().map(Recommendation::id).collect(Collectors.toSet());
        proposed.forEach(one -> cycle.propose(Figures.of(one), byId.get(one.id())));
        for (Standing standing : standings) {
            if (standing.state().isKept()) {
                cycle.follow(standing, ids.contains(standing.id()));
            } else if (standing.state() == State.OPEN && !ids.contains(standing.id())) {
                cycle.events.add(LifeEvent.ended(
                        standing, Event.WITHDRAWN, now, "its cause went away by itself, or another act has its bytes"));
            }
        }
        return List.copyOf(cycle.events);
    }

    private void propose(Figures figures, @Nullable Standing standing) {
        if (standing == null) {
            events.add(LifeEvent.of(figures, Event.OPENED, now, 1));
        } else if (standing.state().isOver()) {
            events.add(LifeEvent.of(figures, Event.OPENED, now, standing.round() + 1));
        } else if (figures.differsFrom(standing.figures()) && !returned.containsKey(figures.id())) {
            events.add(LifeEvent.of(figures, Event.REFRESHED, now, standing.round()));
        }
    }

    private void follow(Standing standing, boolean proposed) {
        Return back = returned.get(standing.id());
        if (back != null) {
            if (standing.state() == State.ACCEPTED) {
                events.add(LifeEvent.ended(standing, Event.DONE, now, "the readings show it"));
            }
            events.add(LifeEvent.realised(standing, now, back));
            return;
        }
        boolean returnsNothing = standing.figures().action().effect() == Effect.PREVENTS;
        if (standing.state() == State.DONE) {
            Optional<Return> overall = returns.overall(standing);
            if (overall.isPresent()) {
                events.add(LifeEvent.realised(standing, now, overall.get()));
            } else if (returnsNothing && !proposed) {
                events.add(LifeEvent.ended(standing, Event.REALISED, now, "its cause is gone"));
            }
        } else if (!proposed) {
            events.add(
                    returnsNothing
                            ? LifeEvent.ended(standing, Event.REALISED, now, "its cause is gone")
                            : LifeEvent.ended(standing, Event.WITHDRAWN, now, "its cause went away by itself"));
        }
    }
}
