package io.ullage.service.simulate;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.Require;
import java.time.Duration;
import java.time.Instant;

/**
 * What to simulate.
 *
 * @param volumes in all, with those that are born or retired on the way
 * @param history how long before {@code end} it begins
 * @param step between two cycles of an agent
 * @param end when the history ends; no report is of a later time
 */
public record SimulationPlan(int volumes, Duration history, long seed, Duration step, Instant end) {
    static final Duration SHORTEST_STEP = Duration.ofMinutes(1);
    static final Duration LONGEST_STEP = Duration.ofDays(1);
    private static final Duration LONGEST_HISTORY = Duration.ofDays(3660);

    public SimulationPlan {
        Require.between("volumes", volumes, 1, 1_000_000);
        Require.present("end", end);
        if (step.compareTo(SHORTEST_STEP) < 0 || step.compareTo(LONGEST_STEP) > 0) {
            throw new InvalidFieldException("step", "must be from 1 minute to 1 day", step);
        }
        if (history.compareTo(step) < 0 || history.compareTo(LONGEST_HISTORY) > 0) {
            throw new InvalidFieldException("history", "must be from a step to 3660 days", history);
        }
    }

    /** @param days of history, 1 to 3660 */
    public static SimulationPlan ofDays(int volumes, int days, long seed, Duration step, Instant end) {
        Require.between("days", days, 1, Math.toIntExact(LONGEST_HISTORY.toDays()));
        return new SimulationPlan(volumes, Duration.ofDays(days), seed, step, end);
    }

    /** Cycles of each agent. */
    public long steps() {
        return history.dividedBy(step);
    }

    /** The first cycle begins here; the last one ends at {@code end}. */
    Instant start() {
        return end.minus(step.multipliedBy(steps()));
    }

    double stepHours() {
        return step.toSeconds() / 3600.0;
    }
}
