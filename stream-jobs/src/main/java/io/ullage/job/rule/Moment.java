package io.ullage.job.rule;

import io.ullage.schema.alert.AlertEnd;
import org.jspecify.annotations.Nullable;

/**
 * State: where one rule stands with one entity, after one sample. All times are those of samples, in milliseconds.
 *
 * @param seenMillis of the last sample
 * @param knownMillis of the last sample that had the measures
 * @param activeMillis since when the condition holds without a break
 * @param firingMillis since when it fires
 * @param clearMillis since when the clear condition holds, while it fires
 * @param endedStartMillis when the firing began that ended last
 */
public record Moment(
        @Nullable Long seenMillis,
        @Nullable Long knownMillis,
        @Nullable Long activeMillis,
        @Nullable Long firingMillis,
        @Nullable Long clearMillis,
        @Nullable Long endedStartMillis,
        @Nullable Long endedMillis,
        @Nullable AlertEnd end) {
    static final Moment NOTHING = new Moment(null, null, null, null, null, null, null, null);

    /** Neither fires nor is about to. */
    boolean idle() {
        return activeMillis == null && firingMillis == null;
    }

    /** After one more sample. */
    Moment step(Rule rule, long timeMillis, Truth fires, Truth clears) {
        Moment before = broken(rule, timeMillis) ? stale(rule) : this;
        Truth asked = before.firingMillis == null ? fires : clears;
        if (asked == Truth.UNKNOWN) {
            return before.seen(timeMillis);
        }
        return before.firingMillis == null
                ? before.waiting(rule, timeMillis, asked == Truth.TRUE)
                : before.firing(rule, timeMillis, asked == Truth.TRUE);
    }

    private Moment waiting(Rule rule, long timeMillis, boolean holds) {
        if (!holds) {
            return new Moment(timeMillis, timeMillis, null, null, null, endedStartMillis, endedMillis, end);
        }
        long since = activeMillis == null ? timeMillis : activeMillis;
        boolean longEnough = timeMillis - since >= rule.holdFor().toMillis();
        return new Moment(
                timeMillis,
                timeMillis,
                since,
                longEnough ? timeMillis : null,
                null,
                endedStartMillis,
                endedMillis,
                end);
    }

    private Moment firing(Rule rule, long timeMillis, boolean clear) {
        if (!clear) {
            return new Moment(
                    timeMillis, timeMillis, activeMillis, firingMillis, null, endedStartMillis, endedMillis, end);
        }
        long since = clearMillis == null ? timeMillis : clearMillis;
        if (timeMillis - since >= rule.keepFiring().toMillis()) {
            return ended(timeMillis, AlertEnd.CLEARED, timeMillis, timeMillis);
        }
        return new Moment(
                timeMillis, timeMillis, activeMillis, firingMillis, since, endedStartMillis, endedMillis, end);
    }

    /** The measures were away for longer than the rule waits: what came before says nothing of what comes now. */
    private boolean broken(Rule rule, long timeMillis) {
        return !idle()
                && knownMillis != null
                && timeMillis - knownMillis > rule.staleAfter().toMillis();
    }

    /** Without its entity: as of the moment at which the rule stopped waiting. */
    Moment stale(Rule rule) {
        if (idle() || knownMillis == null) {
            return this;
        }
        boolean read = seenMillis != null && seenMillis > knownMillis;
        return ended(
                knownMillis + rule.staleAfter().toMillis(),
                read ? AlertEnd.ABSENT : AlertEnd.GONE,
                seenMillis,
                knownMillis);
    }

    /** What fired has ended; what was about to is forgotten. */
    Moment ended(long atMillis, AlertEnd why) {
        return ended(atMillis, why, seenMillis, knownMillis);
    }

    private Moment ended(long atMillis, AlertEnd why, @Nullable Long seen, @Nullable Long known) {
        return firingMillis == null
                ? new Moment(seen, known, null, null, null, endedStartMillis, endedMillis, end)
                : new Moment(seen, known, null, null, null, firingMillis, atMillis, why);
    }

    private Moment seen(long timeMillis) {
        return new Moment(
                timeMillis, knownMillis, activeMillis, firingMillis, clearMillis, endedStartMillis, endedMillis, end);
    }
}
