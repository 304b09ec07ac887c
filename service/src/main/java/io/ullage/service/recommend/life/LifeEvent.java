package io.ullage.service.recommend.life;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event, as it is written. Absent is what does not belong to its kind. */
public record LifeEvent(
        Figures figures,
        Event event,
        Instant time,
        int round,
        @Nullable String reason,
        @Nullable Instant until,
        @Nullable String saidBy,
        @Nullable Long realisedBytes,
        @Nullable Instant realisedFrom,
        @Nullable Instant realisedTo) {

    static LifeEvent of(Figures figures, Event event, Instant time, int round) {
        return new LifeEvent(figures, event, time, round, null, null, null, null, null, null);
    }

    static LifeEvent ended(Standing standing, Event event, Instant time, String reason) {
        return new LifeEvent(
                standing.figures().promising(standing.promised()),
                event,
                time,
                standing.round(),
                reason,
                null,
                null,
                null,
                null,
                null);
    }

    static LifeEvent realised(Standing standing, Instant time, Return back) {
        return new LifeEvent(
                standing.figures().promising(standing.promised()),
                Event.REALISED,
                time,
                standing.round(),
                back.how(),
                null,
                null,
                back.bytes(),
                back.from(),
                back.to());
    }
}
