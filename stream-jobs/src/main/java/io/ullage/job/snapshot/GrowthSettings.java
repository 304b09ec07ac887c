package io.ullage.job.snapshot;

import io.ullage.schema.telemetry.PoolKind;
import java.io.Serializable;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * @param interval length of a growth interval; no shorter than the cycle of the agents
 * @param closeDelay from an interval's end to the writing of its rows
 * @param rewriteDelay from a change of a closed interval to the writing of its rows
 * @param stateRetention how long an interval of a pool is kept after its last change, for readings that come late
 * @param stepBytes by which files on a LUN grow
 * @param stepsPerHour growth steps of one LUN in an hour that are allowed
 * @param steppedKinds kinds of pools whose files grow in steps
 */
public record GrowthSettings(
        Duration interval,
        Duration closeDelay,
        Duration rewriteDelay,
        Duration stateRetention,
        long stepBytes,
        long stepsPerHour,
        Set<PoolKind> steppedKinds)
        implements Serializable {
    public static final GrowthSettings DEFAULTS = new GrowthSettings(
            Duration.ofMinutes(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofHours(6),
            16L << 20,
            600,
            EnumSet.of(PoolKind.DATASTORE));

    static final Duration HOUR = Duration.ofHours(1);

    /** Timers on a grid of this many milliseconds are few. */
    private static final long TIMER_GRID_MILLIS = 100;

    public GrowthSettings {
        positive("interval", interval);
        positive("closeDelay", closeDelay);
        positive("rewriteDelay", rewriteDelay);
        positive("stateRetention", stateRetention);
        if (stepBytes < 1) {
            throw new IllegalArgumentException("stepBytes: must be at least 1, was " + stepBytes);
        }
        if (stepsPerHour < 0) {
            throw new IllegalArgumentException("stepsPerHour: must not be negative, was " + stepsPerHour);
        }
        steppedKinds = steppedKinds.isEmpty() ? EnumSet.noneOf(PoolKind.class) : EnumSet.copyOf(steppedKinds);
    }

    private static void positive(String field, Duration value) {
        if (value.toMillis() <= 0) {
            throw new IllegalArgumentException(field + ": must be positive, was " + value);
        }
    }

    /** When the rows of an interval of {@code length} are to be written; an agent's clock that is ahead waits one interval at most. */
    long dueMillis(long startMillis, Duration length, long nowMillis) {
        long close = startMillis + length.toMillis() + closeDelay.toMillis();
        long latest = nowMillis + length.toMillis() + closeDelay.toMillis();
        long due = close > nowMillis ? Math.min(close, latest) : nowMillis + rewriteDelay.toMillis();
        return due + Math.floorMod(-due, TIMER_GRID_MILLIS);
    }

    /** The same for what gathers such rows: after them. */
    long gatherDueMillis(long startMillis, Duration length, long nowMillis) {
        return dueMillis(startMillis, length, nowMillis) + rewriteDelay.toMillis();
    }
}
