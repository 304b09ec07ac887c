package io.ullage.job.utilisation;

import org.jspecify.annotations.Nullable;

/**
 * State: what is known of an interval of one key without reading its views.
 *
 * @param timesMillis the times of all readings that stand in it, added up
 * @param readings how many these are
 * @param hostSpoke a volume is among them
 * @param guestSpoke a guest disk is among them
 * @param emittedRevision of the rows written last; zero where none were
 * @param dueMillis wall clock at which its rows are to be written; absent where nothing has changed
 * @param expiresMillis wall clock after which the interval is forgotten
 */
public record IntervalMark(
        long startMillis,
        long timesMillis,
        int readings,
        boolean hostSpoke,
        boolean guestSpoke,
        long emittedRevision,
        @Nullable Long dueMillis,
        long expiresMillis) {

    static IntervalMark of(
            long startMillis, DiskViews views, long emittedRevision, @Nullable Long dueMillis, long expiresMillis) {
        return new IntervalMark(
                startMillis,
                views.timesMillis(),
                views.volumes().size() + views.guestDisks().size(),
                !views.volumes().isEmpty(),
                !views.guestDisks().isEmpty(),
                emittedRevision,
                dueMillis,
                expiresMillis);
    }

    /** Grows with every reading that is taken in: the times of all that are there, counted from {@code baseMillis}. */
    long knowledge(long baseMillis) {
        return timesMillis - readings * (baseMillis - 1);
    }

    boolean dueBy(long millis) {
        return dueMillis != null && dueMillis <= millis;
    }

    IntervalMark due(@Nullable Long atMillis) {
        return new IntervalMark(
                startMillis, timesMillis, readings, hostSpoke, guestSpoke, emittedRevision, atMillis, expiresMillis);
    }

    IntervalMark emitted(long revision) {
        return new IntervalMark(
                startMillis, timesMillis, readings, hostSpoke, guestSpoke, revision, dueMillis, expiresMillis);
    }
}
