package io.ullage.service.recommend.life;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.Require;
import io.ullage.service.store.StoreConnection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people say of recommendations that are kept. Nothing is run: what they say is written down, with who said it. */
public final class Decisions {
    private final RecommendationStore kept;
    private final RecommendationStore writer;
    private final Clock clock;

    public Decisions(StoreConnection reader, StoreConnection writer, Clock clock) {
        this.kept = new RecommendationStore(reader);
        this.writer = new RecommendationStore(writer);
        this.clock = clock;
    }

    /** It is not in a state in which that can be said. */
    public static final class NotNowException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotNowException(Standing standing, Event event) {
            super("It is " + standing.state().name()
                    + (standing.saidBy() == null ? "" : ", said " + standing.saidBy())
                    + ", and cannot become " + event.name() + ".");
        }
    }

    /**
     * Writes it down.
     *
     * @param event ACCEPTED, DISMISSED or DONE
     * @param reason of a dismissal, which must have one
     * @param until a dismissal ends then; absent for never
     * @return empty if there is no such recommendation
     * @throws NotNowException if it is over, or so already
     * @throws InvalidFieldException if a dismissal has no reason or ends in the past
     */
    public synchronized Optional<State> say(
            String id, Event event, String saidBy, @Nullable String reason, @Nullable Instant until)
            throws SQLException {
        Instant now = clock.instant();
        check(event, reason, until, now);
        Optional<Standing> found = kept.standing(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Standing standing = found.get();
        if (!from(event).contains(standing.state())) {
            throw new NotNowException(standing, event);
        }
        writer.add(new Review(now, List.of(), Map.of(id, standing), List.of())
                .said(id, event, now, saidBy, reason, until));
        return Optional.of(State.valueOf(event.name()));
    }

    private static void check(Event event, @Nullable String reason, @Nullable Instant until, Instant now) {
        if (event == Event.DISMISSED) {
            Require.text("reason", reason);
            if (until != null && !until.isAfter(now)) {
                throw new InvalidFieldException("until", "must be in the future", until);
            }
        }
    }

    /** The states in which it can be said. */
    private static Set<State> from(Event event) {
        return switch (event) {
            case ACCEPTED -> Set.of(State.OPEN, State.DISMISSED);
            case DISMISSED -> Set.of(State.OPEN, State.ACCEPTED);
            case DONE -> Set.of(State.OPEN, State.ACCEPTED);
            case OPENED, REFRESHED, REALISED, WITHDRAWN -> Set.of();
        };
    }
}
