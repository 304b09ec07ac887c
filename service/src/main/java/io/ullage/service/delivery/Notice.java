package io.ullage.service.delivery;

import io.ullage.schema.alert.Alert;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert in words for whoever has to act.
 *
 * @param title the rule's summary
 * @param number the figure that the rule looked at, with its bounds; absent where it is not known
 * @param trend how that came about, or how fast it grows; absent where neither is known
 * @param full when the pool will be full; absent where no forecast says so
 * @param link to the page of what it is about; absent where nobody said where the console is
 * @param command to run first
 * @param reason for the command: what the recommendation has seen; absent where the command is that of the rule
 */
record Notice(
        Occasion occasion,
        Alert alert,
        String title,
        @Nullable String number,
        @Nullable String trend,
        @Nullable FullTime full,
        @Nullable URI link,
        String command,
        @Nullable String reason) {

    /**
     * The forecast of the day on which something is full.
     *
     * @param p10 full sooner than this with a chance of 10 %
     * @param p50 of 50 %; absent beyond the horizon
     * @param p90 of 90 %; absent beyond the horizon
     */
    record FullTime(
            Instant p10, @Nullable Instant p50, @Nullable Instant p90) {}

    /** Names this message: of equal ones a receiver may drop all but one. */
    String key() {
        return alert.fingerprint() + "-" + alert.startsAt().toEpochMilli() + "-" + alert.revision();
    }
}
