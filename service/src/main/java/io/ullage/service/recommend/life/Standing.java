package io.ullage.service.recommend.life;

import io.ullage.schema.ledger.Estimate;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A recommendation as it stands.
 *
 * @param figures the newest
 * @param promised bytes when it got into this state: when it was accepted, of one that was
 * @param accepted in this round; absent where nobody did
 * @param round how often it was opened
 * @param reason why it was dismissed, or how it ended
 * @param until when a dismissal ends; absent for never
 * @param realisedBytes what came back; absent until that is measured
 * @param realisedFrom the last reading before the act
 * @param realisedTo the first one after it
 */
public record Standing(
        Figures figures,
        State state,
        Instant stateSince,
        Instant opened,
        @Nullable Instant accepted,
        int round,
        Estimate promised,
        @Nullable String reason,
        @Nullable Instant until,
        @Nullable String saidBy,
        @Nullable Long realisedBytes,
        @Nullable Instant realisedFrom,
        @Nullable Instant realisedTo) {
    /** From when on the act may have happened. */
    Instant actFrom() {
        if (accepted != null) {
            return accepted;
        }
        Instant aDayBefore = stateSince.minus(Duration.ofDays(1));
        return aDayBefore.isBefore(opened) ? opened : aDayBefore;
    }

    public String id() {
        return figures.id();
    }
}
