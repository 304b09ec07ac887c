package io.ullage.job.utilisation;

import java.io.Serializable;
import java.time.Duration;

/**
 * @param interval length of a ledger's interval
 * @param guestCarriedIntervals how many intervals a guest's view is carried forward while no newer one comes
 * @param closeDelay from an interval's end to the writing of its rows, so that both sides can arrive
 * @param rewriteDelay from a change of a closed interval to the writing of its rows, so that many changes make one row
 * @param stateRetention how long an interval is kept after its last change, for readings that come late
 * @param reportsRemembered how long the name of a report is kept, to know it again
 */
public record UtilisationSettings(
        Duration interval,
        int guestCarriedIntervals,
        Duration closeDelay,
        Duration rewriteDelay,
        Duration stateRetention,
        Duration reportsRemembered)
        implements Serializable {
    public static final UtilisationSettings DEFAULTS = new UtilisationSettings(
            Duration.ofSeconds(60),
            3,
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            Duration.ofHours(6),
            Duration.ofHours(24));

    /** Timers on a grid of this many milliseconds are few. */
    private static final long TIMER_GRID_MILLIS = 100;

    public UtilisationSettings {
        positive("interval", interval);
        positive("closeDelay", closeDelay);
        positive("rewriteDelay", rewriteDelay);
        positive("stateRetention", stateRetention);
        positive("reportsRemembered", reportsRemembered);
        if (guestCarriedIntervals < 0 || guestCarriedIntervals > 1000) {
            throw new IllegalArgumentException(
                    "guestCarriedIntervals: must be from 0 to 1000, was " + guestCarriedIntervals);
        }
    }

    private static void positive(String field, Duration value) {
        if (value.toMillis() <= 0) {
            throw new IllegalArgumentException(field + ": must be positive, was " + value);
        }
    }

    /**
     * When the rows of an interval are to be written: shortly after its end, or shortly after now if that is past. A reading from an
     * agent whose clock is ahead does not wait longer than one interval.
     */
    long dueMillis(long intervalStartMillis, long nowMillis) {
        long close = intervalStartMillis + interval.toMillis() + closeDelay.toMillis();
        long latest = nowMillis + interval.toMillis() + closeDelay.toMillis();
        long due = close > nowMillis ? Math.min(close, latest) : nowMillis + rewriteDelay.toMillis();
        return due + Math.floorMod(-due, TIMER_GRID_MILLIS);
    }

    /** When the sum of a pool is to be written: after the rows that it sums, which are due {@link #dueMillis then}. */
    long sumDueMillis(long intervalStartMillis, long nowMillis) {
        return dueMillis(intervalStartMillis, nowMillis) + rewriteDelay.toMillis();
    }
}
